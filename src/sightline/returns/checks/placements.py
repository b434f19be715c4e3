"""Checks of Episodes that look at the placement: its provider, how long it lasts, where it is."""

from sightline.returns.checks.check import Check
from sightline.returns.findings import Severity


def _provider(number: int, provider: str, not_with: str, words: str, official: str) -> Check:
    return Check(
        key=f"SL-EP-{number:02}",
        title=f"Provider {provider} is not used with {words}",
        table="episodes",
        fields=("provider", "placement"),
        holds=f"NOT provider = '{provider}' OR NOT ({not_with})",
        mend="Correct the provider or the placement.",
        official=(official,),
    )


def _no_longer(number: int, days: int, placement: str, words: str, official: str) -> Check:
    return Check(
        key=f"SL-EP-{number:02}",
        title=f"{words} lasts at most {days} days",
        table="episodes",
        fields=("placement", "ceased"),
        holds=f"NOT placement = '{placement}' OR days_between(started, coalesce(ceased, :end)) <= {days}",
        mend="A longer stay is a placement of its own: use that placement's code, or correct the dates.",
        official=(official,),
    )


_PLACEMENT_AND_PROVIDER = (
    Check(
        key="SL-EP-21",
        title="A placement has a provider, unless it is temporary (T0 to T4) or other (Z)",
        table="episodes",
        fields=("provider", "placement"),
        holds="is_temporary OR is_other_placement OR provider IS NOT NULL",
        mend="Enter who provides the placement.",
        official=("526",),
    ),
    Check(
        key="SL-EP-22",
        title="A temporary (T0 to T4) or other (Z) placement has no provider",
        table="episodes",
        fields=("provider", "placement"),
        holds="NOT (is_temporary OR is_other_placement) OR provider IS NULL",
        mend="Leave the provider blank.",
        official=("213",),
    ),
    _provider(23, "PR1", "placement IN ('P1', 'R2', 'R5')", "P1, R2 or R5", "527"),
    _provider(24, "PR2", "placement IN ('P1', 'R2', 'R5')", "P1, R2 or R5", "528"),
    _provider(
        25,
        "PR3",
        "placement IN ('P1', 'K1', 'K2') OR is_for_adoption OR is_fostering",
        "P1, A3 to A6, K1, K2 or U1 to U6",
        "529",
    ),
    _provider(26, "PR4", "placement = 'P1'", "P1", "530"),
    _provider(27, "PR5", "placement = 'P1'", "P1", "531"),
    _provider(28, "PR0", "placement <> 'P1'", "any placement but P1", "550"),
    Check(
        key="SL-EP-29",
        title="A child placed with parents (P1) is not accommodated under section 20 (V2)",
        table="episodes",
        fields=("placement", "legal_status"),
        holds="NOT placement = 'P1' OR legal_status <> 'V2'",
        mend="Correct the placement or the legal status.",
        official=("378",),
    ),
    _no_longer(30, 42, "T1", "A temporary stay in hospital (T1)", "375"),
    _no_longer(31, 21, "T3", "Cover for a carer's holiday (T3)", "376"),
    _no_longer(32, 7, "T4", "Another temporary stay (T4)", "379"),
    Check(
        key="SL-EP-33",
        title="A child has no more than two times of cover for a carer's holiday (T3) in twelve months",
        table="episodes",
        view="holiday_cover",
        fields=("placement", "started"),
        holds="started >= months_after(last_but_one_started, 12)",
        mend="Check the codes: further stays with other carers are placements of their own.",
        official=("377",),
    ),
)

_PLACES = (
    Check(
        key="SL-EP-48",
        title="The home postcode has the form of a postcode",
        table="episodes",
        fields=("home_postcode",),
        holds="regexp_matches(upper(home_postcode), '^[A-Z][A-Z]?[0-9][0-9A-Z]? ?[0-9][A-Z][A-Z]$')",
        mend="Correct it, for example AB1 2CD.",
        official=("392c",),
    ),
    Check(
        key="SL-EP-49",
        title="The postcode of the placement has the form of a postcode",
        table="episodes",
        fields=("placement_postcode",),
        holds="regexp_matches(upper(placement_postcode), '^[A-Z][A-Z]?[0-9][0-9A-Z]? ?[0-9][A-Z][A-Z]$')",
        mend="Correct it, for example AB1 2CD.",
        official=("392c",),
    ),
    Check(
        key="SL-EP-50",
        title="Home and placement have different postcodes, unless the child is placed with parents (P1)",
        table="episodes",
        fields=("placement_postcode", "home_postcode", "placement"),
        holds="placement = 'P1'"
        " OR upper(replace(home_postcode, ' ', '')) <> upper(replace(placement_postcode, ' ', ''))",
        mend="Check which of the two is right.",
        severity=Severity.WARNING,
        official=("392d",),
    ),
    Check(
        key="SL-EP-51",
        title="A child who is looked after has a home postcode and one of the placement",
        table="episodes",
        fields=("placement_postcode", "home_postcode"),
        holds="is_short_break OR is_uasc OR (home_postcode IS NOT NULL AND placement_postcode IS NOT NULL)",
        mend="Enter both. Only a child who is or was unaccompanied has no home postcode.",
        severity=Severity.WARNING,
        official=("392b",),
        needs=("children",),
    ),
    Check(
        key="SL-EP-52",
        title="An unaccompanied child has no home postcode",
        table="episodes",
        fields=("home_postcode",),
        holds="NOT is_uasc OR home_postcode IS NULL",
        mend="Leave it blank, or remove the child from the UASC file.",
        severity=Severity.WARNING,
        official=("406",),
    ),
    Check(
        key="SL-EP-53",
        title="A URN is SC and six digits, or seven digits, or XXXXXXX",
        table="episodes",
        fields=("urn",),
        holds="regexp_matches(upper(urn), '^(SC[0-9]{6}|[0-9]{7}|X{7})$')",
        mend="Take it from Ofsted's list of providers; XXXXXXX stands for a place that Ofsted does not inspect.",
        since=2016,
        official=("1008",),
    ),
    Check(
        key="SL-EP-54",
        title="A placement with a provider that Ofsted inspects has a URN",
        table="episodes",
        fields=("urn", "placement"),
        holds="is_without_urn OR is_short_break OR urn IS NOT NULL",
        mend="Enter it; leave it blank only for a placement outside England.",
        since=2016,
        severity=Severity.WARNING,
        official=("218",),
    ),
    Check(
        key="SL-EP-55",
        title="A placement that Ofsted does not inspect has no URN",
        table="episodes",
        fields=("urn", "placement"),
        holds="NOT is_without_urn OR upper(urn) = 'XXXXXXX'",
        mend="Remove it, or correct the placement.",
        since=2016,
        official=("222",),
    ),
)

CHECKS: tuple[Check, ...] = (*_PLACEMENT_AND_PROVIDER, *_PLACES)
