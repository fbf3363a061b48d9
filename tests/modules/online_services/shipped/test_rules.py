"""Rules of shipped forms with many cases: taxes by month, ages, deadlines, and what a form never asks."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.online_services.engine.walking import located_items
from modules.online_services.shipped.loading import shipped_services
from tests.modules.online_services.shipped.filled import filled, said
from tests.modules.online_services.shipped.people import FILE, TODAY

CASES = settings(max_examples=40, deadline=None)
DAYS = st.dates(date(2021, 1, 1), TODAY)
RATES = {0: 4000, 1: 6000, 2: 8000}


def months_taxed(began: date) -> int:
    """Return the months of the running year from the one in which the tax begins."""
    return 12 if began.year < TODAY.year else 0 if began.year > TODAY.year else 13 - began.month


@CASES
@given(kept=DAYS, further=st.integers(0, 6), is_dangerous=st.booleans())
def test_the_dog_tax_counts_from_the_month_in_which_the_dog_came(kept: date, further: int, is_dangerous: bool) -> None:
    danger = "einzelfall" if is_dangerous else "nein"
    changed = {"hund_geburtsdatum": "2020-01-01", "haltung_seit": kept.isoformat(), "weitere_hunde": str(further)}
    found = filled("hund-anmelden", gefaehrlich=danger, **changed)
    yearly = 40000 if is_dangerous else RATES[min(further, 2)]
    share = Decimal(yearly) * months_taxed(kept) / 12
    assert found.computed["jahressteuer"] == yearly
    assert found.computed["steuer_erstes_jahr"] == int(share.to_integral_value(rounding=ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("born", "kept", "begins", "months"),
    [
        ("2026-06-15", "2026-06-15", "2026-09-15", "4"),
        ("2026-10-20", "2026-11-20", "2027-01-20", "0"),
        ("2025-10-20", "2025-12-20", "2026-01-20", "12"),
        ("2020-05-01", "2026-11-24", "2026-11-24", "2"),
    ],
)
def test_a_puppy_is_taxed_from_its_third_month_on(born: str, kept: str, begins: str, months: str) -> None:
    found = filled("hund-anmelden", hund_geburtsdatum=born, haltung_seit=kept)
    assert (found.computed["steuer_beginn"], found.computed["steuer_monate"]) == (begins, months)


@CASES
@given(born=st.dates(date(2026, 1, 1), TODAY))
def test_a_dog_needs_its_chip_from_six_months_on(born: date) -> None:
    month = born.month + 6
    grown = date(born.year, month, min(born.day, 30)) <= TODAY if month <= 12 else False
    found = filled("hund-anmelden", "chip", hund_geburtsdatum=born.isoformat(), haltung_seit="2026-11-24")
    assert ("chip" in said(found)) == grown


@CASES
@given(ahead=st.integers(-5, 40))
def test_a_bonfire_is_applied_for_two_weeks_before(ahead: int) -> None:
    day = TODAY + timedelta(days=ahead)
    wrong = said(filled("brauchtumsfeuer", anlass="herbst", datum=day.isoformat()))
    assert ("datum" in wrong) == (ahead < 14)


@pytest.mark.parametrize("good_friday", ["2027-03-26", "2028-04-14", "2029-03-30", "2030-04-19"])
def test_no_fire_burns_on_good_friday(good_friday: str) -> None:
    day = date.fromisoformat(good_friday)
    wrong = said(filled("brauchtumsfeuer", today=day - timedelta(days=60), datum=good_friday))
    assert "Karfreitag" in wrong["datum"]
    next_day = (day + timedelta(days=1)).isoformat()
    assert said(filled("brauchtumsfeuer", today=day - timedelta(days=60), datum=next_day)) == {}


def test_an_easter_fire_burns_at_easter() -> None:
    assert "Ostermontag" in said(filled("brauchtumsfeuer", datum="2027-04-10"))["datum"]


@pytest.mark.parametrize(("ends", "is_right"), [("23:30", True), ("02:00", True), ("06:00", True), ("06:30", False)])
def test_a_fire_may_burn_past_midnight(ends: str, is_right: bool) -> None:
    assert ("ende" not in said(filled("brauchtumsfeuer", ende=ends))) == is_right


@CASES
@given(back=st.integers(0, 60))
def test_a_trade_is_deregistered_at_most_four_weeks_back(back: int) -> None:
    day = TODAY - timedelta(days=back)
    assert ("datum" in said(filled("gewerbe-abmelden", datum=day.isoformat()))) == (back > 28)


@pytest.mark.parametrize(("key", "of_age"), [("personalausweis-beantragen", 16), ("reisepass-beantragen", 18)])
@CASES
@given(years=st.integers(1, 30))
def test_custodians_agree_until_a_child_is_old_enough(key: str, of_age: int, years: int) -> None:
    born = TODAY.replace(year=TODAY.year - years).isoformat()
    found = filled(key, geburtsdatum=born)
    assert ("sorge" in found.steps) == (years < of_age)
    assert found.fee_cents == ((4600 if years >= 24 else 2760) if of_age == 16 else (7000 if years >= 24 else 3750))


def test_two_custodians_agree_unless_one_has_sole_custody() -> None:
    child = {"geburtsdatum": "2015-01-01"}
    both = filled("personalausweis-beantragen", **child, alleinsorge=False)
    alone = filled("personalausweis-beantragen", **child, alleinsorge=True, alleinsorge_nachweis=FILE)
    assert {"sorgeberechtigte/0", "sorgeberechtigte/1"} <= both.shown
    assert said(alone) == {}


@pytest.mark.parametrize(("active", "number"), [("ja", True), ("unbekannt", True), ("nein", False)])
def test_the_blocking_number_is_shown_unless_the_online_function_is_off(active: str, number: bool) -> None:
    at_home = filled("ausweis-verloren", online_funktion_aktiv=active)
    abroad = filled("ausweis-verloren", online_funktion_aktiv=active, ausland=True, staat="FR")
    assert ("sperren" in at_home.shown, "sperren_ausland" in at_home.shown) == (number, False)
    assert ("sperren" in abroad.shown, "sperren_ausland" in abroad.shown) == (False, number)


def test_the_country_is_asked_only_of_what_was_lost_abroad() -> None:
    assert "staat" not in filled("ausweis-verloren").shown
    assert "staat" in filled("ausweis-verloren", ausland=True).required


def test_neither_pin_nor_blocking_password_is_ever_collected() -> None:
    for service in shipped_services().values():
        for item in (one.item for one in located_items(service.form)) if service.form else ():
            label = str(getattr(item, "label", getattr(item, "title", "")))
            asks = getattr(item, "type", "") not in {"information", "consent", "group"}
            assert not (asks and ("sperrkennwort" in label.lower() or "PIN" in label.split())), item.id


def test_a_hearing_never_asks_for_the_role() -> None:
    for key in ("anhoerung-betroffene", "anhoerung-zeugen"):
        form = shipped_services()[key].form
        assert form is not None
        assert not {one.item.id for one in located_items(form)} & {"rolle", "role"}


def test_the_warning_fine_is_offered_only_where_there_is_one() -> None:
    assert "verwarnung" in filled("anhoerung-betroffene").steps
    without = filled("anhoerung-betroffene", "verwarnungsgeld", facts={"warning_fine_cents": None})
    assert "verwarnung" not in without.steps
    assert said(without) == {}


def test_the_accusation_is_shown_to_both_in_their_own_words() -> None:
    for key, right, law in (
        ("anhoerung-betroffene", "Schweigen", "§ 55 OWiG"),
        ("anhoerung-zeugen", "Verweigern", "§ 52 StPO"),
    ):
        form = shipped_services()[key].form
        assert form is not None
        texts = " ".join(str(getattr(item, "text", "")) for item in form.steps[0].items)
        assert (right in texts, law in texts) == (True, True)
        assert filled(key).computed["tatvorwurf"] == "Parken im Haltverbot"


@pytest.mark.parametrize("reason", ["paragraph52", "paragraph55", "nichts"])
def test_a_witness_may_refuse_without_saying_more(reason: str) -> None:
    assert said(filled("anhoerung-zeugen", "aussage_text", aussage=reason)) == {}


def test_an_accused_person_may_stay_silent() -> None:
    found = filled("anhoerung-betroffene")
    assert not {"aussage_text", "belege", "fahrzeugfuehrer"} & found.shown


@CASES
@given(visitors=st.integers(1, 5000))
def test_large_events_need_a_safety_concept(visitors: int) -> None:
    number = {"besucher_max": str(visitors), "besucher_gleichzeitig": str(visitors), "versicherung": FILE}
    assert ("sicherheitskonzept" in said(filled("veranstaltung-anzeigen", **number))) == (visitors >= 1000)


@CASES
@given(length=st.integers(1, 40), width=st.integers(1, 5), days=st.integers(1, 60))
def test_special_use_costs_by_area_and_time_and_at_least_fifteen_euros(length: int, width: int, days: int) -> None:
    until = date(2026, 12, 10) + timedelta(days=days - 1)
    found = filled("sondernutzung", laenge_m=str(length), breite_m=str(width), bis=until.isoformat())
    assert found.fee_cents == max(1500, 10 * length * width * days)
