"""Names for the people of the sample company. All are invented combinations."""

FIRST = (
    "Adaeze", "Aiko", "Alba", "Amara", "Anders", "Anouk", "Arlo", "Asha", "Beatrix", "Benoit", "Bram", "Calla",
    "Cato", "Celeste", "Chidi", "Cora", "Dario", "Delphine", "Dov", "Edda", "Eero", "Elif", "Emre", "Esme", "Farid",
    "Fenna", "Finn", "Gaia", "Gideon", "Hana", "Hesper", "Idris", "Ilse", "Imani", "Ingrid", "Isla", "Ivo",
    "Jasper", "Juno", "Kaia", "Kenji", "Kiran", "Lars", "Leila", "Linnea", "Lior", "Lucia", "Magnus", "Malik",
    "Marisol", "Mateo", "Maya", "Mira", "Nadia", "Naveen", "Nia", "Odette", "Olga", "Orla", "Otis", "Paloma",
    "Pavel", "Petra", "Quentin", "Rafael", "Rania", "Remy", "Rosalind", "Runa", "Sabine", "Samir", "Selma", "Silas",
    "Sunniva", "Tariq", "Tessa", "Thandi", "Uma", "Vera", "Viggo", "Wanda", "Willa", "Xenia", "Yara", "Yusuf",
    "Zara", "Zeno", "Zofia",
)  # fmt: skip
LAST = (
    "Abernethy", "Adeyinka", "Alvestad", "Amankwah", "Arkwright", "Aslanov", "Balint", "Bergstroem", "Bhandari",
    "Birkeland", "Blackwood", "Bonnaire", "Brandvold", "Calloway", "Carrasco", "Cavendish", "Cheung", "Cisneros",
    "Corrigan", "Dahlgren", "Delacroix", "Demirci", "Dlamini", "Draycott", "Eklund", "Esposito", "Fairweather",
    "Falkner", "Farrokh", "Fjeldstad", "Fontaine", "Galanis", "Garrity", "Giordano", "Gorski", "Grimaldi",
    "Halloran", "Hartwell", "Hasegawa", "Havili", "Holmgren", "Hollis", "Ibarra", "Iversen", "Jansson", "Jelinek",
    "Kalloor", "Karimi", "Kavanagh", "Kessler", "Kirkbride", "Kowalczyk", "Kuroda", "Lachance", "Langley",
    "Larkspur", "Leclerc", "Lindgren", "Lozano", "Maddox", "Maltese", "Marchetti", "Mbeki", "Merriwether", "Moreau",
    "Munroe", "Nakata", "Ndiaye", "Norling", "Novak", "Obrecht", "Odhiambo", "Okonjo", "Oyelaran", "Palomar",
    "Pemberton", "Petrakis", "Quillfeather", "Radcliffe", "Rasmusson", "Reinholt", "Ridgeway", "Rosales",
    "Rutherglen", "Saarinen", "Sandoval", "Sefton", "Sivertsen", "Solheim", "Stavros", "Sterling", "Suleiman",
    "Takeda", "Thackeray", "Thorsen", "Tremblay", "Ullman", "Vasquez", "Verhoeven", "Villar", "Wadsworth",
    "Weatherby", "Winterbourne", "Yamato", "Yilmaz", "Zielinski", "Zubiri",
)  # fmt: skip
