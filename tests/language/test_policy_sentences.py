"""The sentences the English pipeline learns from: whole trees, words as the tokenizer makes them, the same on every run."""

from __future__ import annotations

import pytest

from claims.nlp.pipeline import load
from language.pipeline import conllu
from language.pipeline.score import HERE, POLICY_TEST
from language.pipeline.sentences import generate
from language.pipeline.trees import Token, comma, coordinate, leaf, text_of, tokens
from language.pipeline.words import article, past_participle, plural, present_participle, third_person

ANNOTATED = ("policy-test.conllu", "policy-dev.conllu")


def _is_tree(sentence: list[Token]) -> bool:
    roots = [index for index, token in enumerate(sentence) if token.head == index]
    for start in range(len(sentence)):
        at, steps = start, 0
        while at not in roots and steps <= len(sentence):
            at, steps = sentence[at].head, steps + 1
        if at not in roots:
            return False
    return len(roots) == 1 and sentence[roots[0]].relation == "root"


def _crossing(sentence: list[Token]) -> list[str]:
    arcs = [sorted((index, token.head)) for index, token in enumerate(sentence) if token.head != index]
    return [sentence[c].word for a, b in arcs for c, d in arcs if a < c < b < d]


def test_generated_sentences_are_projective_trees_in_the_tokenizers_words():
    nlp = load()
    for sentence in generate(400, seed=3):
        text = text_of(sentence)
        assert _is_tree(sentence), text
        assert not _crossing(sentence), text
        assert conllu.fits_tokenizer(nlp, sentence), text


def test_the_same_seed_gives_the_same_sentences_and_no_sentence_twice():
    once, again, other = (list(generate(60, seed)) for seed in (5, 5, 6))
    assert once == again
    assert once != other
    assert len({text_of(sentence) for sentence in once}) == 60


def test_every_verb_has_its_subject_and_every_auxiliary_its_verb():
    for sentence in generate(400, seed=11):
        for token in sentence:
            head = sentence[token.head]
            if token.relation in ("aux:pass", "nsubj:pass"):
                assert head.tag == "VBN", text_of(sentence)
            if token.relation == "cop":
                assert head.tag[:2] in ("JJ", "NN"), text_of(sentence)
            if token.relation == "obj":
                assert head.tag[:2] == "VB", text_of(sentence)


def test_coordinated_verbs_share_what_follows():
    verbs = coordinate([leaf("reviews", "VBZ", "root", "review"), leaf("tracks", "VBZ", "root", "track"), leaf("reports", "VBZ")])
    rows = tokens(verbs.before(leaf("Legal", "NNP", "nsubj")).after(leaf("gaps", "NNS", "obj")))
    assert text_of(rows) == "Legal reviews, tracks and reports gaps"
    assert [(t.word, rows[t.head].word, t.relation) for t in rows if t.relation in ("conj", "obj", "cc")] == [
        ("tracks", "reviews", "conj"), ("and", "reports", "cc"), ("reports", "reviews", "conj"), ("gaps", "reviews", "obj"),
    ]  # fmt: skip


def test_a_serial_comma_hangs_on_the_last_part():
    rows = tokens(coordinate([leaf("keys", "NNS"), leaf("logs", "NNS"), leaf("files", "NNS")], "or", serial=True).after(comma()))
    assert text_of(rows) == "Keys, logs, or files,"
    assert [rows[t.head].word for t in rows if t.word == ","] == ["logs", "files", "Keys"]


@pytest.mark.parametrize("name", ANNOTATED)
def test_annotated_sentences_are_trees_in_the_tokenizers_words(name: str):
    nlp = load()
    for sentence in conllu.read(HERE / name):
        assert _is_tree(sentence), text_of(sentence)
        assert not _crossing(sentence), text_of(sentence)
        assert conllu.fits_tokenizer(nlp, sentence), text_of(sentence)


def test_the_test_set_is_large_enough_and_never_generated():
    held_out = {text_of(sentence) for sentence in conllu.read(POLICY_TEST)}
    assert len(held_out) >= 100
    assert held_out.isdisjoint(text_of(sentence) for sentence in conllu.read(HERE / "policy-dev.conllu"))
    assert held_out.isdisjoint(text_of(sentence) for sentence in generate(2000, seed=7))


def test_what_is_written_reads_the_same(tmp_path):
    sentences = list(generate(20, seed=1))
    path = tmp_path / "sentences.conllu"
    path.write_text("".join(conllu.written(sentence, "sent_id = 1") for sentence in sentences), encoding="utf-8")
    read = list(conllu.read(path))
    assert [text_of(sentence).strip() for sentence in read] == [text_of(sentence).strip() for sentence in sentences]
    assert [[(t.tag, t.head, t.relation) for t in s] for s in read] == [[(t.tag, t.head, t.relation) for t in s] for s in sentences]


def test_split_words_take_the_space_behind_the_whole(tmp_path):
    rows = [
        "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_",
        "1\tdo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_",
        "2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_",
    ]
    rows += ["3\tstay\tstay\tVERB\tVB\t_\t0\troot\t_\t_"]
    path = tmp_path / "split.conllu"
    path.write_text("\n".join(rows) + "\n\n", encoding="utf-8")
    assert [text_of(sentence).strip() for sentence in conllu.read(path)] == ["don't stay"]


def test_a_missing_treebank_is_named(tmp_path):
    with pytest.raises(conllu.TreebankError, match=r"ewt-train\.conllu\.gz: there is no such file"):
        list(conllu.read(tmp_path / "ewt-train.conllu.gz"))


def test_a_row_that_is_no_conllu_is_named_with_its_line(tmp_path):
    path = tmp_path / "broken.conllu"
    path.write_text("# text = Go\n1\tGo\tgo\n\n", encoding="utf-8")
    with pytest.raises(conllu.TreebankError, match="line 2: 3 columns"):
        list(conllu.read(path))


def test_forms_of_words():
    assert [plural(noun) for noun in ("policy", "branch", "key", "access", "staff")] == [
        "policies",
        "branches",
        "keys",
        "accesses",
        "staff",
    ]
    assert [third_person(verb) for verb in ("be", "notify", "patch", "undergo")] == ["is", "notifies", "patches", "undergoes"]
    assert [past_participle(verb) for verb in ("log", "notify", "hold", "revoke")] == ["logged", "notified", "held", "revoked"]
    assert [present_participle(verb) for verb in ("scan", "revoke", "oversee")] == ["scanning", "revoking", "overseeing"]
    assert [article(word) for word in ("user", "owner", "MFA", "VPN", "unit")] == ["a", "an", "an", "a", "a"]
