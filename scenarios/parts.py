"""What files may say of mechanisms. Written by `make generate` of what they declare."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Model, Name, Whole, quantity
from scenarios.kinds import Days, OddsRatio, Rate, Ratio, Share
from scenarios.parameter import Belief, Parameter, assumed


class RelationshipCommunityPolicy(Model):
    """A community that new customers may join, and what a member costs."""

    share: float = quantity("share of new customers", ge=0, le=1, default=0.0)
    cost_per_member_day: float = quantity("currency per active member and day", ge=0, le=1000000000.0, default=0.0)


class StockMarket(Model):
    """Buying ahead at a lower price: units at home that cover later occasions."""

    effect: Annotated[Parameter, Belief("units per unit of discount", ge=0, le=1000)] = assumed("market.stock.effect")
    most: Whole = quantity("units", ge=1, le=1000, default=4)


class ProductTrialPolicy(Model):
    """Using the product for some days without paying, once in a life."""

    offered: bool = False
    days: Whole = quantity("days", ge=1, le=20000, default=30)
    cost_per_day: float = quantity("currency per person and day", ge=0, le=1000000000.0, default=0.0)


class PointsTierPolicy(Model):
    """The upper tier: for who orders so often in a membership year (0 = there is none)."""

    orders: Whole = quantity("orders in a membership year", ge=0, le=250, default=0)
    earn: float = quantity("ratio on the earn rate", ge=0, le=100, default=1.0)
    price_off: float = quantity("share of the price", ge=0, lt=1, default=0.0)


class PointsSecondTierPolicy(Model):
    """The second upper tier, for who orders more often still; else as the first."""

    orders: Whole = quantity("orders in a membership year", ge=0, le=250, default=0)
    earn: float = quantity("ratio on the earn rate", ge=0, le=100, default=1.0)
    price_off: float = quantity("share of the price", ge=0, lt=1, default=0.0)


class PointsThirdTierPolicy(Model):
    """The third upper tier; as the second."""

    orders: Whole = quantity("orders in a membership year", ge=0, le=250, default=0)
    earn: float = quantity("ratio on the earn rate", ge=0, le=100, default=1.0)
    price_off: float = quantity("share of the price", ge=0, lt=1, default=0.0)


class RelationshipPointsPolicy(Model):
    """Points that orders earn, as a share of what is paid (0 = none); a point is worth one unit of currency."""

    earn_rate: float = quantity("share of what is paid", ge=0, le=1, default=0.0)
    expiry_days: float = quantity("days after the latest order", gt=0, le=20000, default=365)
    member_price_off: float = quantity("share of the price", ge=0, lt=1, default=0.0)
    friend_counts: Whole = quantity("orders", ge=0, le=250, default=0)
    tier: PointsTierPolicy = Field(default_factory=PointsTierPolicy)
    second_tier: PointsSecondTierPolicy = Field(default_factory=PointsSecondTierPolicy)
    third_tier: PointsThirdTierPolicy = Field(default_factory=PointsThirdTierPolicy)


class LoyaltyMarket(Model):
    """What customers make of the loyalty programme, and what the firm expects of them."""

    redeem_probability: Share = assumed("market.loyalty.redeem_probability")
    breakage: Share = assumed("market.loyalty.breakage")
    points_value: Annotated[Parameter, Belief("ratio to money", ge=0, le=10)] = assumed("market.loyalty.points_value")
    tier_dropout: Ratio = assumed("market.loyalty.tier_dropout")
    next_tier_dropout: Ratio = assumed("market.loyalty.next_tier_dropout")


class RelationshipCareCallsPolicy(Model):
    """Calls to customers some days after an order; whoever waits for one is called once."""

    active: bool = False
    days_after: float = quantity("days after an order", gt=0, le=3650, default=7.0)
    cost_per_call: float = quantity("currency per call", ge=0, le=1000000000.0, default="0.1 mean orders")
    to_a: bool = True
    to_b: bool = True
    to_c: bool = True


class CareCallsMarket(Model):
    """What a call does to who is a customer: an experience of the worth ``satisfaction``, and ``dropout_ratio`` on
    the drop-out rate for ``felt_days``.
    """

    satisfaction: Annotated[Parameter, Belief("satisfaction", ge=-100, le=100)] = assumed(
        "market.care_calls.satisfaction"
    )
    dropout_ratio: Ratio = assumed("market.care_calls.dropout_ratio")
    felt_days: Days = assumed("market.care_calls.felt_days")


class RelationshipTalkPolicy(Model):
    """A talk with a silent customer, by which the firm learns whether and why somebody has left: one for all rows
    of incentives that ask for reasons on the same day.
    """

    cost_per_talk: float = quantity("currency per talk", ge=0, le=1000000000.0, default="0.1 mean orders")


class GiftsMarket(Model):
    """What a gift or an upgrade is worth to who gets it, an experience of so much satisfaction, and the ratio on
    the drop-out rate of who comes back by a gift. ``match_ratio``: on the acceptance of an incentive that is made for
    the reason why somebody has left.
    """

    gift_satisfaction: Annotated[Parameter, Belief("satisfaction", ge=-100, le=100)] = assumed(
        "market.gifts.gift_satisfaction"
    )
    upgrade_satisfaction: Annotated[Parameter, Belief("satisfaction", ge=-100, le=100)] = assumed(
        "market.gifts.upgrade_satisfaction"
    )
    gift_life: Ratio = assumed("market.gifts.gift_life")
    match_ratio: Ratio = assumed("market.gifts.match_ratio")


class QuantityMarket(Model):
    """Who wants fewer pieces than a notch asks for may go up to it, where it costs no more than what is wanted."""

    round_up: Share = assumed("market.quantity.round_up")
    spare_value: Annotated[Parameter, Belief("ratio to the price", ge=0, lt=1)] = assumed("market.quantity.spare_value")
    spare_later: Share = assumed("market.quantity.spare_later")


class ProductFreeTierPolicy(Model):
    """A part of the product that costs nothing for as long as one likes, and what a user of it costs us."""

    active: bool = False
    cost_per_day: float = quantity("currency per user and day", ge=0, le=1000000000.0, default="0.001 mean orders")


class FreeTierMarket(Model):
    """What people on the list make of a free tier."""

    start_rate: Rate = assumed("market.free_tier.start_rate")
    decision_rate: Rate = assumed("market.free_tier.decision_rate")
    conversion: Share = assumed("market.free_tier.conversion")
    leaving: Share = assumed("market.free_tier.leaving")
    talk: Share = assumed("market.free_tier.talk")


class RelationshipMessagesPolicy(Model):
    """Messages to customers, ``per_week`` of them from the first order on, until they opt out or the firm calls
    them lapsed; with the next order it begins again. ``personal``: with goods recommended to each, for
    ``personal_cost`` more a message."""

    active: bool = False
    per_week: float = quantity("messages per week", gt=0, le=1000, default=1.0)
    cost_per_message: float = quantity("currency per message", ge=0, le=1000000000.0, default="0.0001 mean orders")
    personal: bool = False
    personal_cost: float = quantity("currency per message", ge=0, le=1000000000.0, default="0.001 mean orders")
    to_a: bool = True
    to_b: bool = True
    to_c: bool = True


class MessagesMarket(Model):
    """What messages do to customers."""

    order_lift: Annotated[Parameter, Belief("ratio", ge=0, le=10)] = assumed("market.messages.order_lift")
    scale: Annotated[Parameter, Belief("messages per week", gt=0, le=1000)] = assumed("market.messages.scale")
    personal_ratio: Ratio = assumed("market.messages.personal_ratio")
    opt_out: Annotated[Parameter, Belief("per message", ge=0, le=1)] = assumed("market.messages.opt_out")


class RelationshipFirstOrderServicePolicy(Model):
    """What is done for a first order that is kept, and for no other: a contact of one's own, faster delivery, a
    gift.
    """

    active: bool = False
    cost_per_first_order: float = quantity(
        "currency per first order", ge=0, le=1000000000.0, default="0.05 mean orders"
    )


class FirstOrderServiceMarket(Model):
    """What it does: ``dropout_ratio`` on the drop-out rate for ``felt_days`` after the first order."""

    dropout_ratio: Ratio = assumed("market.first_order_service.dropout_ratio")
    felt_days: Days = assumed("market.first_order_service.felt_days")


class RelationshipClassesPolicy(Model):
    """Classes of customers by what they have paid lately (ABC): A from ``a_from`` on, B from ``b_from``, else C."""

    active: bool = False
    every_days: float = quantity("days", ge=1, le=3650, default=30.0)
    keeps: float = quantity("ratio", ge=0, lt=1, default=0.9)
    a_from: float = quantity("currency", ge=0, le=1000000000.0, default="4 mean orders")
    b_from: float = quantity("currency", ge=0, le=1000000000.0, default="1.5 mean orders")
    cost_per_review: float = quantity("currency per customer", ge=0, le=1000000000.0, default="0.003 mean orders")


class PlaceChoiceMarket(Model):
    """How a customer chooses among the places that are open: a nested logit whose log-sum moves the choice of us."""

    dissimilarity: Annotated[Parameter, Belief("ratio", ge=0.01, le=1)] = assumed("market.place_choice.dissimilarity")
    habit: Share = assumed("market.place_choice.habit")
    delivery: Annotated[Parameter, Belief("ln orders per day saved", ge=0, le=1)] = assumed(
        "market.place_choice.delivery"
    )
    effort_loss: Annotated[Parameter, Belief("per ratio to the price", ge=0, le=100)] = assumed(
        "market.place_choice.effort_loss"
    )
    effort_sales: Annotated[Parameter, Belief("elasticity", ge=0, le=10)] = assumed("market.place_choice.effort_sales")
    trust_loss: Annotated[Parameter, Belief("utility per ratio to the price", ge=0, le=100)] = assumed(
        "market.place_choice.trust_loss"
    )
    gap_seen: Share = assumed("market.place_choice.gap_seen")
    patience: Annotated[Parameter, Belief("days", ge=1, le=3650)] = assumed("market.place_choice.patience")


class PromotersStaffPolicy(Model):
    """The own staff."""

    heads: float = quantity("promoters", ge=0, le=1000000000.0, default=0.0)
    cost_per_head: float = quantity("currency per promoter and month", ge=0, le=1000000000.0, default="0.1 mean orders")
    commission: float = quantity("share of the first order", ge=0, le=1, default=0.05)


class PromotersPartnersPolicy(Model):
    """Partners, dealers among them."""

    heads: float = quantity("promoters", ge=0, le=1000000000.0, default=0.0)
    cost_per_head: float = quantity("currency per promoter and month", ge=0, le=1000000000.0, default="0.1 mean orders")
    commission: float = quantity("share of the first order", ge=0, le=1, default=0.15)


class ReferralPromotersPolicy(Model):
    """Who speaks for the firm among people they know: ``heads`` of them, at ``cost_per_head`` a month each whether
    or not anybody comes, and a ``commission`` on the first order of who joined the list by their word, if it is kept
    and nobody else's invitation is paid for.
    """

    staff: PromotersStaffPolicy = Field(default_factory=PromotersStaffPolicy)
    partners: PromotersPartnersPolicy = Field(default_factory=PromotersPartnersPolicy)


class PromotersMarket(Model):
    """What promoters do. They stand outside the people of the market."""

    contacts: Annotated[Parameter, Belief("people per promoter", ge=0, le=1000000.0)] = assumed(
        "market.promoters.contacts"
    )
    joining: Share = assumed("market.promoters.joining")
    staff_active: Annotated[Parameter, Belief("share a month", ge=0, lt=1)] = assumed("market.promoters.staff_active")
    staff_pay_odds: Annotated[Parameter, Belief("odds ratio per 10 % of the order", gt=0, le=100)] = assumed(
        "market.promoters.staff_pay_odds"
    )
    partners_active: Annotated[Parameter, Belief("share a month", ge=0, lt=1)] = assumed(
        "market.promoters.partners_active"
    )
    partners_pay_odds: Annotated[Parameter, Belief("odds ratio per 10 % of the order", gt=0, le=100)] = assumed(
        "market.promoters.partners_pay_odds"
    )


class ReferralCarePolicy(Model):
    """A personal thank-you to who has invited a friend, when that friend has become a customer. It is no reward
    that anybody was promised.
    """

    active: bool = False
    cost_per_thanks: float = quantity("currency per thank-you", ge=0, le=1000000000.0, default="0.05 mean orders")


class ChainCareMarket(Model):
    """What it does: ``share_odds`` on the odds of inviting further friends, for ``felt_days`` after it."""

    share_odds: Annotated[Parameter, Belief("odds ratio", gt=0, le=100)] = assumed("market.chain_care.share_odds")
    felt_days: Days = assumed("market.chain_care.felt_days")


class ReferralSeedingPolicy(Model):
    """The product for nothing to ``people`` of the whole market, on a ``day``, in the hope that they recommend it."""

    active: bool = False
    day: Whole = quantity("day of run", ge=0, le=36500, default=0)
    people: float = quantity("people", ge=0, le=1000000000.0, default=1000.0)
    accuracy: float = quantity("share of the people", ge=0, le=1, default=0.5)
    cost_per_person: float = quantity("currency per person", ge=0, le=1000000000.0, default="1.5 mean orders")


class SeedingMarket(Model):
    """What comes of it: who is chosen takes part with probability ``taking_part``, an opinion leader
    ``leader_ratio`` times as often, and then invites the share ``tells`` of the own contacts not invited yet, whether
    or not a customer. Their invitations are taken up as any others are, and bring the rewards that any others bring.
    """

    taking_part: Share = assumed("market.seeding.taking_part")
    leader_ratio: Ratio = assumed("market.seeding.leader_ratio")
    tells: Share = assumed("market.seeding.tells")


class ServiceDiscretionPolicy(Model):
    """What the staff of the service desk may decide itself: ``level`` 0 as today, 1 all, -1 nothing (standard
    answers)."""

    level: float = quantity("share", ge=-1, le=1, default=0.0)
    compensated_share: float = quantity("share of solved tickets", ge=0, le=1, default=0.05)
    compensation: float = quantity("currency per compensation", ge=0, le=1000000000.0, default="0.1 mean orders")


class DiscretionMarket(Model):
    """What discretion does: ``handling_ratio`` to the power of its level on handling times, level x ``solved`` more
    of all tickets solved in each turn, at most all, and level x ``satisfaction`` more with a ticket that is solved.
    """

    handling_ratio: Ratio = assumed("market.discretion.handling_ratio")
    solved: Annotated[Parameter, Belief("share", ge=-1, le=1)] = assumed("market.discretion.solved")
    satisfaction: Annotated[Parameter, Belief("satisfaction", ge=-100, le=100)] = assumed(
        "market.discretion.satisfaction"
    )


class ProductUsePolicy(Model):
    """What customers can use between orders (an app, an account, a service that goes with the goods): what it costs
    to run, by the session, and to make and keep, by the week.
    """

    active: bool = False
    cost_per_session: float = quantity("currency per session", ge=0, le=1000000000.0, default="0.0002 mean orders")
    cost_per_week: float = quantity("currency per week, whole market", ge=0, le=1000000000.0, default="28 mean orders")


class UseMarket(Model):
    """How customers use it. Sessions come as a Poisson process at ``session_rate`` while one is a customer."""

    session_rate: Annotated[Parameter, Belief("sessions per customer and week", ge=0, le=1000)] = assumed(
        "market.use.session_rate"
    )
    feature_share: Share = assumed("market.use.feature_share")
    dropout_ratio: Ratio = assumed("market.use.dropout_ratio")


class BuyingCentreUsersPolicy(Model):
    """The firm shows the product to those who would use it, in every account with a sales cycle."""

    active: bool = False
    cost_per_account: float = quantity("currency per sales cycle", ge=0, le=1000000000.0, default="0.05 mean orders")


class BuyingCentreTechniciansPolicy(Model):
    """The firm proves that it does what it should, in every account with a sales cycle."""

    active: bool = False
    cost_per_account: float = quantity("currency per sales cycle", ge=0, le=1000000000.0, default="0.1 mean orders")


class BuyingCentreBuyersPolicy(Model):
    """The firm reports what others have gained by it, in every account with a sales cycle."""

    active: bool = False
    cost_per_account: float = quantity("currency per sales cycle", ge=0, le=1000000000.0, default="0.02 mean orders")


class BuyingCentreBossesPolicy(Model):
    """The firm visits who has the last word, in every account with a sales cycle."""

    active: bool = False
    cost_per_account: float = quantity("currency per sales cycle", ge=0, le=1000000000.0, default="0.05 mean orders")


class RelationshipBuyingCentrePolicy(Model):
    """What is done about the people of a firm that wishes for an offer of ours, by role, while it decides."""

    users: BuyingCentreUsersPolicy = Field(default_factory=BuyingCentreUsersPolicy)
    technicians: BuyingCentreTechniciansPolicy = Field(default_factory=BuyingCentreTechniciansPolicy)
    buyers: BuyingCentreBuyersPolicy = Field(default_factory=BuyingCentreBuyersPolicy)
    bosses: BuyingCentreBossesPolicy = Field(default_factory=BuyingCentreBossesPolicy)


class BuyingCentreMarket(Model):
    """Customers that are firms, all of them or those of some ``segments`` (none = all)."""

    active: bool = False
    segments: tuple[Name, ...] = ()
    users: Annotated[Parameter, Belief("people", ge=0, le=20)] = assumed("market.buying_centre.users")
    technicians: Annotated[Parameter, Belief("people", ge=0, le=20)] = assumed("market.buying_centre.technicians")
    buyers: Annotated[Parameter, Belief("people", ge=0, le=20)] = assumed("market.buying_centre.buyers")
    bosses: Annotated[Parameter, Belief("people", ge=0, le=20)] = assumed("market.buying_centre.bosses")
    sceptics: Share = assumed("market.buying_centre.sceptics")
    sceptic_odds: Ratio = assumed("market.buying_centre.sceptic_odds")
    cycle_days: Annotated[Parameter, Belief("days", ge=0, le=20000)] = assumed("market.buying_centre.cycle_days")
    cycle_spread: Annotated[Parameter, Belief("ln days", ge=0, le=5)] = assumed("market.buying_centre.cycle_spread")
    users_won: Share = assumed("market.buying_centre.users_won")
    technicians_won: Share = assumed("market.buying_centre.technicians_won")
    buyers_won: Share = assumed("market.buying_centre.buyers_won")
    bosses_won: Share = assumed("market.buying_centre.bosses_won")


class ProductAssortmentPolicy(Model):
    """What the firm does with its assortment: how often products are on deals and how deep, ratios to today's, and
    ``prices`` of categories, ratios to theirs of today."""

    deal_weeks: float = quantity("ratio to today's share of weeks", ge=0, le=100, default=1.0)
    deal_depth: float = quantity("ratio to today's depth", ge=0, le=100, default=1.0)
    cost_per_deal: float = quantity(
        "currency per product and week on a deal, whole market", ge=0, le=1000000000.0, default=0.0
    )
    prices: dict[str, Annotated[float, quantity("ratio to today's price", gt=0, le=100)]] = quantity(
        "ratio to today's price, by category", default={}
    )


class AssortmentMarket(Model):
    """What orders hold, as drawn from the tables of market.catalogue, or from laws where it has none."""

    categories: Annotated[Parameter, Belief("categories", ge=0, le=5000)] = assumed("market.assortment.categories")
    products: Annotated[Parameter, Belief("products per category", ge=1, le=1000)] = assumed(
        "market.assortment.products"
    )
    category_zipf: Annotated[Parameter, Belief("power of the rank", ge=0, le=5)] = assumed(
        "market.assortment.category_zipf"
    )
    product_zipf: Annotated[Parameter, Belief("power of the rank", ge=0, le=5)] = assumed(
        "market.assortment.product_zipf"
    )
    price_spread: Annotated[Parameter, Belief("sd of log prices", ge=0, le=3)] = assumed(
        "market.assortment.price_spread"
    )
    lines: Annotated[Parameter, Belief("lines of a mean order", ge=1, le=100)] = assumed("market.assortment.lines")
    again: Annotated[Parameter, Belief("share of next lines in the same category", ge=0, le=0.95)] = assumed(
        "market.assortment.again"
    )
    extra_units: Annotated[Parameter, Belief("units beyond the first", ge=0, le=100)] = assumed(
        "market.assortment.extra_units"
    )
    breadth_spread: Annotated[Parameter, Belief("sd of log breadth", ge=0, le=2)] = assumed(
        "market.assortment.breadth_spread"
    )
    order_breadth_spread: Annotated[Parameter, Belief("sd of log breadth", ge=0, le=2)] = assumed(
        "market.assortment.order_breadth_spread"
    )
    breadth_dropout: Annotated[Parameter, Belief("per unit of log breadth", ge=-10, le=10)] = assumed(
        "market.assortment.breadth_dropout"
    )
    deal_share: Annotated[Parameter, Belief("share of weeks", ge=0, le=1)] = assumed("market.assortment.deal_share")
    deal_depth: Annotated[Parameter, Belief("share of the price", ge=0, le=0.6)] = assumed(
        "market.assortment.deal_depth"
    )
    deal_spread: Annotated[Parameter, Belief("share of the price", ge=0, le=0.3)] = assumed(
        "market.assortment.deal_spread"
    )
    deal_weeks: Annotated[Parameter, Belief("weeks", ge=0.2, le=52)] = assumed("market.assortment.deal_weeks")
    deal_effect: Annotated[Parameter, Belief("log odds per unit of depth", ge=0, le=5.0)] = assumed(
        "market.assortment.deal_effect"
    )
    deal_units: Ratio = assumed("market.assortment.deal_units")
    switching: Share = assumed("market.assortment.switching")
    price_elasticity: Annotated[Parameter, Belief("elasticity", ge=-10, le=0)] = assumed(
        "market.assortment.price_elasticity"
    )
    image: Annotated[Parameter, Belief("share", ge=0, le=2)] = assumed("market.assortment.image")


class ContagionMarket(Model):
    """What customers do to each other without a word to us: leaving is catching, and so is using what others use."""

    grief_effect: Annotated[Parameter, Belief("per contact", ge=0, le=100)] = assumed("market.contagion.grief_effect")
    grief_days: Days = assumed("market.contagion.grief_days")
    ambient_rate: Rate = assumed("market.contagion.ambient_rate")


class LapseMarketParts(Model):
    """What mechanisms add."""

    label: bool = False
    label_multiple: Ratio = assumed("market.lapse.label_multiple")
    label_days: Days = assumed("market.lapse.label_days")
    second_life: Ratio = assumed("market.lapse.second_life")


class RelationshipParts(Model):
    """What mechanisms add."""

    community: RelationshipCommunityPolicy = Field(default_factory=RelationshipCommunityPolicy)
    points: RelationshipPointsPolicy = Field(default_factory=RelationshipPointsPolicy)
    care_calls: RelationshipCareCallsPolicy = Field(default_factory=RelationshipCareCallsPolicy)
    talk: RelationshipTalkPolicy = Field(default_factory=RelationshipTalkPolicy)
    messages: RelationshipMessagesPolicy = Field(default_factory=RelationshipMessagesPolicy)
    first_order_service: RelationshipFirstOrderServicePolicy = Field(
        default_factory=RelationshipFirstOrderServicePolicy
    )
    classes: RelationshipClassesPolicy = Field(default_factory=RelationshipClassesPolicy)
    buying_centre: RelationshipBuyingCentrePolicy = Field(default_factory=RelationshipBuyingCentrePolicy)


class ReferralMarketParts(Model):
    """What mechanisms add."""

    community_dropout: Ratio = assumed("market.referral.community_dropout")
    community_share_odds: OddsRatio = assumed("market.referral.community_share_odds")
    referred_dropout_ratio: Ratio = assumed("market.referral.referred_dropout_ratio")
    hunter_share: Share = assumed("market.referral.hunter_share")
    hunter_slope: Annotated[Parameter, Belief("per margin", ge=0, le=100)] = assumed("market.referral.hunter_slope")
    hunter_need: Ratio = assumed("market.referral.hunter_need")
    hunter_dropout: Ratio = assumed("market.referral.hunter_dropout")
    fraud: Share = assumed("market.referral.fraud")


class SatisfactionMarketParts(Model):
    """What mechanisms add."""

    complaint_dropout: Ratio = assumed("market.satisfaction.complaint_dropout")


class NeedMarketParts(Model):
    """What mechanisms add."""

    pause_rate: Rate = assumed("market.need.pause_rate")
    resume_rate: Rate = assumed("market.need.resume_rate")


class MarketParts(Model):
    """What mechanisms add."""

    stock: StockMarket = Field(default_factory=StockMarket)
    loyalty: LoyaltyMarket = Field(default_factory=LoyaltyMarket)
    care_calls: CareCallsMarket = Field(default_factory=CareCallsMarket)
    gifts: GiftsMarket = Field(default_factory=GiftsMarket)
    quantity: QuantityMarket = Field(default_factory=QuantityMarket)
    free_tier: FreeTierMarket = Field(default_factory=FreeTierMarket)
    messages: MessagesMarket = Field(default_factory=MessagesMarket)
    first_order_service: FirstOrderServiceMarket = Field(default_factory=FirstOrderServiceMarket)
    place_choice: PlaceChoiceMarket = Field(default_factory=PlaceChoiceMarket)
    promoters: PromotersMarket = Field(default_factory=PromotersMarket)
    chain_care: ChainCareMarket = Field(default_factory=ChainCareMarket)
    seeding: SeedingMarket = Field(default_factory=SeedingMarket)
    discretion: DiscretionMarket = Field(default_factory=DiscretionMarket)
    use: UseMarket = Field(default_factory=UseMarket)
    buying_centre: BuyingCentreMarket = Field(default_factory=BuyingCentreMarket)
    assortment: AssortmentMarket = Field(default_factory=AssortmentMarket)
    contagion: ContagionMarket = Field(default_factory=ContagionMarket)


class ProductParts(Model):
    """What mechanisms add."""

    trial: ProductTrialPolicy = Field(default_factory=ProductTrialPolicy)
    free_tier: ProductFreeTierPolicy = Field(default_factory=ProductFreeTierPolicy)
    use: ProductUsePolicy = Field(default_factory=ProductUsePolicy)
    assortment: ProductAssortmentPolicy = Field(default_factory=ProductAssortmentPolicy)


class RetainMarketParts(Model):
    """What mechanisms add."""

    trial_rate: Rate = assumed("market.retain.trial_rate")
    trial_conversion: Share = assumed("market.retain.trial_conversion")


class ChoiceMarketParts(Model):
    """What mechanisms add."""

    reference_gain: Annotated[Parameter, Belief("ratio", ge=0, le=100)] = assumed("market.choice.reference_gain")
    reference_memory: Annotated[Parameter, Belief("per occasion", ge=0, le=1)] = assumed(
        "market.choice.reference_memory"
    )
    loss_aversion: Annotated[Parameter, Belief("ratio", ge=0, le=100)] = assumed("market.choice.loss_aversion")
    deal_effect: Annotated[Parameter, Belief("ratio", ge=0, le=1)] = assumed("market.choice.deal_effect")
    deal_response: Annotated[Parameter, Belief("ratio", ge=0, le=100)] = assumed("market.choice.deal_response")
    deal_half_life: Days = assumed("market.choice.deal_half_life")


class ReferralParts(Model):
    """What mechanisms add."""

    promoters: ReferralPromotersPolicy = Field(default_factory=ReferralPromotersPolicy)
    care: ReferralCarePolicy = Field(default_factory=ReferralCarePolicy)
    seeding: ReferralSeedingPolicy = Field(default_factory=ReferralSeedingPolicy)


class ServiceParts(Model):
    """What mechanisms add."""

    discretion: ServiceDiscretionPolicy = Field(default_factory=ServiceDiscretionPolicy)


class SpendMarketParts(Model):
    """What mechanisms add."""

    return_share: Share = assumed("market.spend.return_share")


PARTS = (
    ("market.lapse", LapseMarketParts),
    ("policy.relationship", RelationshipParts),
    ("market.referral", ReferralMarketParts),
    ("market.satisfaction", SatisfactionMarketParts),
    ("market.need", NeedMarketParts),
    ("market", MarketParts),
    ("policy.product", ProductParts),
    ("market.retain", RetainMarketParts),
    ("market.choice", ChoiceMarketParts),
    ("policy.referral", ReferralParts),
    ("policy.service", ServiceParts),
    ("market.spend", SpendMarketParts),
)
"""Where what mechanisms add lies in a scenario."""
