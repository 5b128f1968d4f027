"""Suggested groups: the contract, what the user placed, reasons, and scores on labelled lists."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.model.similarity import LONGEST, STOP, stem, stems
from outsource_tui.model.skill_sets import match, skill_sets, topics
from outsource_tui.model.suggest import suggest, suggest_groups

HERE = Path(__file__).parent.parent
_spec = importlib.util.spec_from_file_location("bench_suggest", HERE / "bench" / "suggest.py")
assert _spec is not None
assert _spec.loader is not None
bench = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(bench)

words = st.sampled_from(
    ["invoice", "Newsletter", "call", "book", "flights", "zzz", "plan", "Acme", "2024", "", "é", "🦊", "\x00"]
)
names_of_words = st.lists(words, max_size=4).map(" ".join)
any_names = st.lists(st.one_of(names_of_words, st.text(max_size=30)), max_size=25)
groups = st.sampled_from(["Accounts", "Travel", "Home", "My own things"])


def members(result: dict[str, object]) -> list[str]:
    found = result["groups"]
    left = result["ungrouped"]
    assert isinstance(found, dict)
    assert isinstance(left, list)
    return [name for group in found.values() for name in group] + left


def group_of(name: str, names: list[str], known: dict[str, str]) -> str:
    return next(p.group for p in suggest(names, known).placements if p.name == name)


# --- the contract ------------------------------------------------------------------------------------------


@given(names=any_names, placed=st.dictionaries(st.integers(0, 24), groups))
@settings(max_examples=60, deadline=None)
def test_every_name_comes_back_once_and_known_ones_stay(names: list[str], placed: dict[int, str]) -> None:
    known = {names[at]: group for at, group in placed.items() if at < len(names)}
    result = suggest_groups(names, known)
    assert sorted(members(result)) == sorted(set(names))
    found = result["groups"]
    assert isinstance(found, dict)
    assert all(name in found[group] for name, group in known.items())
    assert all(found.values()), "no group is empty"
    built_in = {name for s in skill_sets().values() for name in (s.name, s.family, s.realm)}
    assert set(found) <= built_in | set(known.values())


@given(names=any_names, placed=st.dictionaries(st.integers(0, 24), groups), turn=st.integers(0, 24))
@settings(max_examples=40, deadline=None)
def test_the_order_of_names_changes_nothing(names: list[str], placed: dict[int, str], turn: int) -> None:
    names = list(dict.fromkeys(names))
    known = {names[at]: group for at, group in placed.items() if at < len(names)}
    turned = names[turn:] + names[:turn]
    backwards = dict(reversed(known.items()))
    one = {p.name: p for p in suggest(names, known).placements}
    other = {p.name: p for p in suggest(turned, backwards).placements}
    assert one == other


@given(st.lists(names_of_words, min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_scores_are_shares_and_reasons_come_with_groups(names: list[str]) -> None:
    known = {names[0]: "First"}
    for placement in suggest(names, known).placements:
        assert 0.0 <= placement.score <= 1.0
        assert bool(placement.why) == bool(placement.group)


def test_another_process_answers_the_same() -> None:
    names = [name for name, _ in bench.load("assistant_roles")[1]]
    code = (
        "import json, sys; from outsource_tui.model.suggest import suggest_groups;"
        "names = json.load(sys.stdin); known = {n: 'A' if i % 2 else 'B' for i, n in enumerate(names[:20])};"
        "print(json.dumps(suggest_groups(names, known)))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(names),
            capture_output=True,
            text=True,
            check=True,
            cwd=HERE.parent,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(HERE.parent)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_nothing_is_read_before_the_first_question() -> None:
    code = (
        "import outsource_tui.model.suggest, outsource_tui.model.skill_sets as s;"
        "print(s._lexicon.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parent
    )
    assert done.stdout.strip() == "0"


HOSTILE = {
    "empty": "",
    "space": " ",
    "breaks": "\n\t",
    "long": "x" * 1_000_000,
    "long-words": "invoice " * 150_000,
    "escape": "\x1b[31m\x07",
    "surrogate": "\ud800",
    "wide": "ﷺ" * 5000,
    "emoji": "🦊🦊",
    "bidi": "\u202e",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_do_no_harm(name: str) -> None:
    names = [name, "Send invoices", "Chase payments"]
    assert sorted(members(suggest_groups(names, {}))) == sorted(names)
    assert group_of("Chase payments", names, {name: "Odd", "Send invoices": "Accounts"}) == "Accounts"


def test_no_names_no_groups() -> None:
    assert suggest_groups([], {}) == {"groups": {}, "ungrouped": []}


# --- nothing known -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "skill"),
    [
        ("Chase unpaid invoices", "Invoicing and payments"),
        ("Reconcile the bank account", "Bookkeeping"),
        ("VAT return", "Tax"),
        ("Sort the inbox", "Email and inbox"),
        ("Schedule meetings", "Calendar and scheduling"),
        ("Book flights and hotels", "Travel planning"),
        ("Monthly newsletter", "Email marketing"),
        ("Post on Instagram", "Social media"),
        ("WordPress plugin updates", "Website maintenance"),
        ("Edit podcast episode", "Video and audio"),
        ("Design flyer in Canva", "Graphic design"),
        ("Proofread blog post", "Content writing"),
        ("Answer customer questions", "Customer support"),
        ("Update product listings on Etsy", "Product listings"),
        ("Screen job candidates", "Recruiting"),
        ("Transcribe interviews", "Transcription"),
        ("Keyword research", "SEO"),
        ("Copy business cards into the spreadsheet", "Data entry"),
        ("Fix bug in the app", "Software development"),
        ("Walk the dog", "Pet care"),
        ("Pick up kids from school", "Family and childcare"),
        ("Gym", "Health and fitness"),
    ],
)
def test_a_name_is_called_what_the_market_calls_it(name: str, skill: str) -> None:
    assert group_of(name, [name], {}) == skill


def test_case_punctuation_and_word_endings_do_not_matter() -> None:
    assert group_of("INVOICE!!", ["INVOICE!!"], {}) == group_of("invoicing", ["invoicing"], {})
    assert stems("Organising e-mails") == stems("organize emails")
    assert stems("Résumés") == stems("resumes")


def test_words_only_the_user_knows_stay_ungrouped() -> None:
    names = ["Zorblax", "Project Quux 7", "Fehlerbehebung Kläranlage"]
    left = suggest_groups([names[0], names[2]], {})["ungrouped"]
    assert left == [names[0], names[2]]


def test_many_small_skill_sets_are_joined_by_family() -> None:
    names = ["VAT return", "Run payroll", "Send invoices", "Bank reconciliation", "Cash flow forecast", "Gym"]
    found = suggest_groups(names, {})["groups"]
    assert isinstance(found, dict)
    assert len(found) < 6
    assert "Finance and accounting" in found


def test_a_name_without_skill_words_follows_one_it_is_like() -> None:
    names = ["Quuxwave newsletter", "Quuxwave"]
    assert group_of("Quuxwave", names, {}) == group_of("Quuxwave newsletter", names, {}) == "Email marketing"


# --- what the user placed ----------------------------------------------------------------------------------


def test_known_groups_keep_their_own_name_and_draw_what_is_like_them() -> None:
    names = ["Send invoices", "Chase late payments", "Newsletter", "Mailchimp campaign", "Mow the lawn"]
    known = {"Send invoices": "Ann's pile", "Newsletter": "for Bob"}
    found = suggest_groups(names, known)["groups"]
    assert found == {
        "Ann's pile": ["Send invoices", "Chase late payments"],
        "for Bob": ["Newsletter", "Mailchimp campaign"],
        "Household and cleaning": ["Mow the lawn"],
    }


def test_a_name_placed_once_teaches_all_like_it_even_without_meaning() -> None:
    names = ["Zorblax alpha", "Zorblax beta", "Quux one", "Quux two"]
    known = {"Zorblax alpha": "Z", "Quux one": "Q"}
    assert suggest_groups(names, known)["groups"] == {
        "Z": ["Zorblax alpha", "Zorblax beta"],
        "Q": ["Quux one", "Quux two"],
    }


def test_names_of_one_topic_go_together() -> None:
    names = ["midterm", "gearbox", "tap", "viva", "clutch", "valve"]
    known = {"midterm": "A", "gearbox": "B", "tap": "C"}
    assert [group_of(name, names, known) for name in names[3:]] == ["A", "B", "C"]
    assert why("clutch", names, known) == "about car, as is “gearbox”"


def test_names_written_alike_go_together() -> None:
    known = dict.fromkeys(["577", "240", "537"], "University")
    known |= dict.fromkeys(["Plugh", "Quux", "Fnord", "Waldo", "Grault"], "Home")
    names = [*known, "619", "Zorb"]
    assert group_of("619", names, known) == "University"
    assert group_of("Zorb", names, known) == "Home"


def test_a_name_that_says_nothing_goes_where_most_are_once_much_is_placed() -> None:
    known = dict.fromkeys(["Plugh", "Quux", "Fnord", "Waldo", "Grault", "Garply"], "Pile")
    known |= {"Newsletter": "Mail", "Send invoices": "Mail"}
    guess = suggest(["Zorb"], known).placements[0]
    assert (guess.group, guess.known) == ("Pile", True)
    assert guess.score < 0.5
    assert guess.why == "a guess, from the size of “Pile” and the look of its names"
    assert group_of("Zorb", ["Zorb"], dict(list(known.items())[:4])) == ""
    assert group_of("Gym", ["Gym"], known) == "Health and fitness", "what says a skill is not guessed"


def test_the_name_of_a_group_says_what_belongs_there() -> None:
    names = ["Zorblax", "Quux", "Refund requests", "Instagram reels"]
    known = {"Zorblax": "Customer care", "Quux": "Social"}
    assert group_of("Refund requests", names, known) == "Customer care"
    assert group_of("Instagram reels", names, known) == "Social"


def test_what_fits_no_known_group_gets_a_built_in_one() -> None:
    names = ["Send invoices", "Book flights"]
    assert group_of("Book flights", names, {"Send invoices": "Accounts"}) == "Travel planning"


def test_a_built_in_group_takes_the_spelling_of_the_users_own() -> None:
    names = ["Quux", "Book flights", "Zorblax"]
    found = suggest_groups(names, {"Quux": "travel PLANNING"})["groups"]
    assert found == {"travel PLANNING": ["Quux", "Book flights"]}


def test_the_users_placing_wins_over_the_lexicon() -> None:
    names = ["Invoices Acme", "Invoices Globex", "Invoices Initech", "Newsletter", "Blog post"]
    known = {"Invoices Acme": "Marketing", "Invoices Globex": "Marketing", "Newsletter": "Paperwork"}
    assert group_of("Invoices Initech", names, known) == "Marketing"


def test_known_names_that_are_not_in_the_list_teach_but_do_not_come_back() -> None:
    result = suggest_groups(["Quux two"], {"Quux one": "Q"})
    assert result == {"groups": {"Q": ["Quux two"]}, "ungrouped": []}


def test_tags_and_notes_help() -> None:
    names = ["Acme", "Globex"]
    found = suggest(names, {}, texts={"Acme": "invoicing", "Globex": "travel flights"})
    assert [p.group for p in found.placements] == ["Invoicing and payments", "Travel planning"]


def test_what_was_refused_is_not_proposed_again() -> None:
    names = ["Send invoices", "Chase payments"]
    known = {"Send invoices": "Accounts"}
    assert group_of("Chase payments", names, known) == "Accounts"
    refused = {("Chase payments", "Accounts")}
    again = suggest(names, known, refused=refused)
    assert again.placements[1].group != "Accounts"
    second = again.placements[1].group
    last = suggest(names, known, refused=refused | {("Chase payments", second)})
    assert last.placements[1].group not in {"Accounts", second}


# --- reasons -----------------------------------------------------------------------------------------------


def why(name: str, names: list[str], known: dict[str, str]) -> str:
    return next(p.why for p in suggest(names, known).placements if p.name == name)


def test_reasons_name_what_can_be_checked() -> None:
    assert why("Invoices", ["Invoices"], {}) == "says “invoice”"
    assert why("Quux two", ["Quux one", "Quux two"], {"Quux one": "Q"}) == "like “Quux one”"
    reason = why("Chase payments", ["Send invoices", "Chase payments"], {"Send invoices": "Accounts"})
    assert "“Send invoices”" in reason
    assert "which is Invoicing and payments" in reason
    assert why("Send invoices", ["Send invoices"], {"Send invoices": "A"}) == "you placed it"


def test_a_reason_by_words_shares_a_word() -> None:
    kind, items = bench.load("log_consultant")
    assert kind == "log"
    names = [name for name, _ in items]
    for placement in suggest(names, dict(items[::3])).placements:
        if placement.why.startswith("like “"):
            other = placement.why.removeprefix("like “").removesuffix("”")
            assert other in names
            assert set(stems(other)) & set(stems(placement.name))


# --- the lexicon and the scores ----------------------------------------------------------------------------


def test_every_skill_set_is_found_by_its_own_name() -> None:
    for name in skill_sets():
        scores = match(name).scores
        assert scores, name
        assert max(scores, key=lambda key: scores[key]) == name


def test_the_data_file_is_small_and_its_strengths_do_not_repeat() -> None:
    path = HERE.parent / "outsource_tui" / "model" / "skill_sets.json"
    assert path.stat().st_size <= 300_000
    for entry in json.loads(path.read_text("utf-8"))["sets"]:
        terms = [*entry["sure"], *entry["likely"], *entry["hint"]]
        assert len(terms) == len(set(terms)), entry["name"]
        # Loading takes the words of the file as they are.
        assert [stems(term) for term in terms] == [
            tuple(stem(word) for word in term.split() if word not in STOP) for term in terms
        ]


def test_every_word_of_a_topic_is_read_as_one_word() -> None:
    path = HERE.parent / "outsource_tui" / "model" / "skill_sets.json"
    for topic, words in json.loads(path.read_text("utf-8"))["topics"].items():
        assert topic in topics(words), topic
        assert [stems(word) for word in words.split()] == [(stem(word),) for word in words.split()], topic
        assert len({stem(word) for word in words.split()}) == len(words.split()) >= 2, topic


def test_a_word_of_many_topics_says_less_for_each() -> None:
    one, many = topics("gearbox"), topics("review")
    assert len(one) == 1 < len(many)
    assert max(many.values()) < one["car"] == 1.0


def test_only_the_start_of_a_name_counts() -> None:
    assert match("x" * LONGEST + " invoice").scores == {}


@pytest.fixture(scope="module")
def dev_scores() -> list[tuple[str, int, float, float]]:
    return [bench.scores(name, seeds=5) for name in bench.lists(held_out=False)]


def test_scores_on_labelled_lists_hold(dev_scores: list[tuple[str, int, float, float]]) -> None:
    tasks = [row for row in dev_scores if row[0] == "tasks"]
    logs = [row for row in dev_scores if row[0] == "log"]
    assert sum(row[2] for row in tasks) / len(tasks) >= 0.55
    assert sum(row[3] for row in tasks) / len(tasks) >= 0.62
    assert sum(row[3] for row in logs) / len(logs) >= 0.56


def test_the_lists_are_whole() -> None:
    names = bench.lists(held_out=False) + bench.lists(held_out=True)
    assert len(names) >= 39
    for name in names:
        raw = json.loads((bench.DATA / f"{name}.json").read_text("utf-8"))
        assert raw["source"].strip()
        items = bench.load(name)[1]
        assert len({item for item, _ in items}) == len(items) >= 15
