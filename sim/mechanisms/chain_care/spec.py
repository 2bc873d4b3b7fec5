"""What care for chains of referral declares."""

from sim.mechanisms.kinds import Belief, Booked, Field, Happening, Level, Mechanism, Number, Reported, Section, Without

POLICY, MARKET = "policy.referral.care", "market.chain_care"

SPEC = Mechanism(
    name="chain_care",
    on="care_on",
    case="who brings a customer is thanked",
    numbers=(
        Number("care_on", "i8", "whether who brought a customer is thanked [0]", f"{POLICY}.active"),
        Number("care_cost", "i8", "of a thank-you, micro-units", f"{POLICY}.cost_per_thanks", money=True),
        Number(
            "care_odds", "f8", "ratio on the odds of inviting friends of who was thanked [1]", f"{MARKET}.share_odds"
        ),
        Number("care_days", "f8", "for which it holds", f"{MARKET}.felt_days"),
    ),
    fields=(Field("care_until", "f4", "until when the thank-you moves who got it, days"),),
    events=(
        Happening("THANKED_REFERRER", 50, "what the thank-you costs, micro-units of currency", to="anybody", wins=True),
    ),
    accounts=(Booked("CHAIN_CARE", 37, "thanks to who brought a customer", group="PROGRAMME"),),
    policy=Section(
        "referral.care",
        """A personal thank-you to who has invited a friend, when that friend has become a customer. It is no reward
    that anybody was promised.
    """,
        (
            Level("active", "bool"),
            Level("cost_per_thanks", "float", "currency per thank-you", (("ge", 0), ("le", 1e9))),
        ),
    ),
    market=Section(
        "chain_care",
        "What it does: ``share_odds`` on the odds of inviting further friends, for ``felt_days`` after it.",
        (Belief("share_odds", unit="odds ratio", limits=(("gt", 0), ("le", 100))), Belief("felt_days", "Days")),
    ),
    measures=(
        Reported(
            "referrers_thanked",
            "thanks",
            "flow",
            "neither",
            "Thanks to who had invited a friend that became a customer.",
            "thanks to referrers",
        ),
    ),
    front="referral",
    counts={"referrers_thanked": "THANKED_REFERRER"},
    each={"CHAIN_CARE": ("THANKED_REFERRER", "care_cost")},
    happens=("THANKED_REFERRER", "CHAIN_CARE", "SHARED"),
    without=(
        Without(
            f"{POLICY}.active",
            0.0,
            ((f"{MARKET}.share_odds", 1.0),),
            "thanks cost money and nobody invites more friends for them",
        ),
        Without(
            f"{POLICY}.active",
            0.0,
            (("policy.referral.active", 0.0),),
            "nobody can invite friends, and nobody is thanked",
        ),
    ),
    neutral=(f"{POLICY}.active=true", f"{POLICY}.cost_per_thanks=0", f"{MARKET}.share_odds=1"),
    hears="care_on",
)
