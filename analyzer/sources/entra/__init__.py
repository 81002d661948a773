"""Microsoft Entra ID and Intune, by Microsoft Graph."""
