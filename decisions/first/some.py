"""A plan that some people get and others do not: who they are, and what of it may be another for them alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios.policy.groups import GroupRow
from scenarios.scenario import Scenario
from sim.problems import BadInput, Problem, shown

ROW = "pilot"
WAYS = "share=0.5, region=NAME, segment=NAME or segment=NAME:0.3"


@dataclass(frozen=True)
class On:
    """Who gets the plan: a random ``share`` of all, or of a ``segment``; or everybody of a ``region`` (share 1)."""

    share: float = 0.5
    segment: str = ""
    region: str = ""

    def row(self, **stated: Any) -> GroupRow:
        """The row of policy.groups for them, with what it states."""
        return GroupRow(
            name=ROW,
            share=None if self.region else self.share,
            segments=(self.segment,) if self.segment else (),
            regions=(self.region,) if self.region else (),
            **stated,
        )


def on(text: str) -> On:
    """Who is meant by WAYS. BadInput where it is none of them."""
    kind, equals, said = (part.strip() for part in text.partition("="))
    name, colon, share = said.rpartition(":")
    try:
        if not equals or not said:
            raise ValueError
        if kind == "region":
            return On(1.0, region=said)
        if kind == "segment":
            found = On(float(share), segment=name) if colon else On(segment=said)
        elif kind == "share":
            found = On(float(said))
        else:
            raise ValueError
        if not 0.0 < found.share < 1.0:
            raise ValueError
    except ValueError:
        raise BadInput([Problem("--on", 0, "", shown(text), WAYS)]) from None
    return found


def difference(base: Scenario, plan: Scenario) -> dict[str, Any]:
    """What ``plan`` says otherwise than ``base``, as the parts of a row of policy.groups. BadInput where it changes
    nothing, another market, or what cannot be another for some people alone."""
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    if not plan.shares_market_with(base):
        problems.append(Problem(plan.name, 0, "market", "another market", "the market of the policy that it changes"))
    for name in type(base.policy).model_fields:
        one, other = getattr(base.policy, name), getattr(plan.policy, name)
        if one == other:
            continue
        field = GroupRow.model_fields.get(name)
        kind = _model(field)
        if name == "groups":
            allowed = "a plan for everybody, which a trial gives to some"
            problems.append(Problem(plan.name, 0, "policy.groups", "groups of its own", allowed))
        elif name == "channel" or kind is None:
            problems.append(_for_all(plan, f"policy.{name}"))
        else:
            found[name] = kind(**dict(_changed(kind, one, other, plan, f"policy.{name}", problems)))
    if not found and not problems:
        problems.append(Problem(plan.name, 0, "policy", "the same policy", "a plan that changes something"))
    if problems:
        raise BadInput(problems)
    return found


def _changed(
    kind: type[BaseModel], one: BaseModel, other: BaseModel, plan: Scenario, path: str, problems: list[Problem]
) -> Iterator[tuple[str, Any]]:
    """What of a part of the policy is another, in a part of a row of ``kind``."""
    for name in type(one).model_fields:
        before, after = getattr(one, name), getattr(other, name)
        if before == after:
            continue
        field = kind.model_fields.get(name)
        if field is None or after is None:
            problems.append(_for_all(plan, f"{path}.{name}"))
            continue
        below = _model(field)
        if below is None:
            yield field.alias or name, after
        else:
            yield name, below(**dict(_changed(below, before, after, plan, f"{path}.{name}", problems)))


def _model(field: FieldInfo | None) -> type[BaseModel] | None:
    """The model that a field of a row may hold."""
    kinds = get_args(field.annotation) if field is not None else ()
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)), None)


def _for_all(plan: Scenario, path: str) -> Problem:
    allowed = "price, deals, messages, community, referral, product and costs of service, which may differ by group"
    fix = (
        "compare the plan for all (sixr compare), or give an incentive a share of its people"
        " (policy.incentives.who.share)"
    )
    return Problem(plan.name, 0, path, "what is the same for everybody", allowed, fix)


def people_known(base: Scenario, who: On) -> None:
    """BadInput where the market has no such region or segment, or no other one."""
    for kind, name in (("region", who.region), ("segment", who.segment)):
        known = [one.name for one in getattr(base.market, f"{kind}s")]
        if name and (name not in known or len(known) < 2):
            allowed = f"one of: {', '.join(known)}" if len(known) > 1 else f"a market with two {kind}s or more"
            raise BadInput([Problem("--on", 0, "", f"{kind}={shown(name)}", allowed)])
