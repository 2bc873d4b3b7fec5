"""What management may decide: one file for each policy."""

from __future__ import annotations

from scenarios.fields import Model
from scenarios.policy.channel import ChannelPolicy
from scenarios.policy.data import DataPolicy
from scenarios.policy.firm import FirmPolicy
from scenarios.policy.groups import Groups
from scenarios.policy.incentives import Incentives
from scenarios.policy.organisation import OrganisationPolicy
from scenarios.policy.places import Places
from scenarios.policy.price import PricePolicy
from scenarios.policy.product import ProductPolicy
from scenarios.policy.projects import Projects
from scenarios.policy.promotion import PromotionPolicy
from scenarios.policy.referral import ReferralPolicy
from scenarios.policy.relationship import RelationshipPolicy
from scenarios.policy.service import ServicePolicy
from scenarios.policy.winback import WinbackPolicy


class Policy(Model):
    """Every policy of a scenario. ``groups``: what holds for some people in place of the rest."""

    product: ProductPolicy
    price: PricePolicy
    channel: ChannelPolicy
    places: Places = ()
    promotion: PromotionPolicy
    relationship: RelationshipPolicy
    service: ServicePolicy
    referral: ReferralPolicy
    incentives: Incentives
    winback: WinbackPolicy
    organisation: OrganisationPolicy
    data: DataPolicy
    firm: FirmPolicy = FirmPolicy()
    projects: Projects = ()
    groups: Groups = ()
