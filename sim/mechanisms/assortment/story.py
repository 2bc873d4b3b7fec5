"""How a customer fills a basket."""

from dataclasses import dataclass
from math import floor

from sim.core.ground.arithmetic import exp, log
from sim.core.ground.normal import normal_score
from sim.mechanisms.assortment.rules import MOST_TRIES, MOST_UNITS
from sim.mechanisms.assortment.spec import GOLDEN, LEAST_DEPTH, MOST_DEPTH
from sim.reference.part import Part
from sim.reference.precision import single
from sim.vocabulary import Assorted, Decision, Event


@dataclass
class Line:
    """Units of a product in a basket, and the depth of its deal."""

    category: int
    units: int
    depth: float


Basket = dict[int, Line]
"""By product."""


class Story(Part):
    """Somebody who buys in many categories."""

    breadth = 0.0

    def born(self) -> None:
        """Somebody begins."""
        spread = self.nature.number("breadth_spread")
        if spread > 0.0:
            self.breadth = single(spread * self.score(Decision.BREADTH, 0, 0))

    def score(self, decision: Decision, when: int, item: int) -> float:
        """The standard normal number of an address."""
        return float(normal_score(self.nature.uniform(decision, self.one.number, when, item)))

    def dropout_ratio(self) -> float:
        """Who buys broadly stays longer."""
        return float(exp(-self.nature.number("breadth_dropout") * self.breadth))

    def price_off(self) -> float:
        """What prices are felt to be below today's."""
        return self.nature.number("image_off")

    def filled(self, which: int, size: float) -> tuple[float, float, float]:
        """What an order holds: its size, what it costs, ratio to the price, the share that deals take off."""
        basket, more = self.fills(which, size)
        prices, categories = self.nature.products, self.nature.categories
        regular = usually = asked = off = 0.0
        for product, line in basket.items():
            worth = line.units * prices[product].price
            charge = worth * categories[line.category].price
            regular, usually = regular + worth, usually + worth * prices[product].kept
            asked, off = asked + charge, off + charge * line.depth
        size *= more
        dearer = asked / usually
        scale, goods = size * dearer / asked, self.one.lever("goods") * (size / regular)
        seen: set[int] = set()
        for product, line in basket.items():
            worth = line.units * prices[product].price
            self.counts(line, worth * categories[line.category].price * scale, worth * goods, line.category not in seen)
            self.one.notes(Event.BASKET_LINE, (product << 32) + (line.units << 8) + floor(line.depth * 100.0 + 0.5))
            seen.add(line.category)
        return size, dearer, off / asked

    def counts(self, line: Line, charge: float, goods: float, fresh: bool) -> None:
        """A line of the order, in the books."""
        micro = self.nature.micro
        off = micro(charge * line.depth)
        counted = {
            Assorted.ORDERS: int(fresh),
            Assorted.LINES: 1,
            Assorted.UNITS: line.units,
            Assorted.ON_DEAL: int(line.depth > 0.0),
            Assorted.DEPTH: micro(line.depth),
            Assorted.SOLD: micro(charge) - off,
            Assorted.OFF: off,
            Assorted.GOODS: micro(goods),
        }
        for kind, amount in counted.items():
            self.one.books.counts("assorted", self.one.day, line.category, kind, amount=amount)

    def fills(self, which: int, size: float) -> tuple[Basket, float]:
        """The basket, and what it comes to at regular prices, ratio to what it does at today's deals."""
        nature, basket = self.nature, Basket()
        most, switching = nature.number("pull_most"), nature.number("switching")
        mission, left = self.mission(which, size), self.wanted(which, size)
        own, stay, usually, bought = 0, 0.0, 0.0, 0.0
        for k in range(MOST_TRIES):
            at = 2 * k + which
            u = self.asks(Decision.LINE_CATEGORY, at)
            category = own if u < stay else self.category_at(mission, (u - stay) / (1.0 - stay))
            product = self.product_at(category, self.asks(Decision.LINE_PRODUCT, at))
            depth = self.depth(product)
            if most > 1.0:
                pull = nature.categories[category].pull * float(exp(nature.number("depth_effect") * depth)) / most
                v = self.asks(Decision.LINE_TAKEN, at)
                if v >= pull and (basket or k < MOST_TRIES - 1):
                    own, stay = category, 1.0 if v - pull < switching * (1.0 - pull) else 0.0
                    continue
            one, u = nature.products[product], self.asks(Decision.LINE_UNITS, at)
            usual = units(one.extra, u)
            worth = usual * one.price
            if basket and worth > left and self.asks(Decision.LINE_FITS, at) * worth >= left:
                break
            line = basket.setdefault(product, Line(category, 0, depth))
            many = units(one.extra_on_deal, u) if depth > 0.0 else usual
            line.units += many
            usually, left, bought = usually + worth * one.more, left - worth, bought + many * one.price
            own, stay = category, nature.categories[category].again
            if left <= 0.0 or len(basket) == nature.amount("cart_lines"):
                break
        return basket, bought / usually

    def category_at(self, mission: int, u: float) -> int:
        """The category that a uniform number means in a mission."""
        table = self.nature.missions[mission]
        x = u * len(table)
        keep, alias = table[int(x)]
        return int(x) if x - int(x) < keep else int(alias)

    def product_at(self, category: int, u: float) -> int:
        """The product of a category that a uniform number means."""
        one = self.nature.categories[category]
        x = u * one.products
        found = one.first + int(x)
        return found if x - int(x) < self.nature.products[found].keep else self.nature.products[found].alias

    def asks(self, decision: Decision, item: int) -> float:
        """The uniform number of a line of the present order."""
        return self.nature.uniform(decision, self.one.number, self.one.occasion, item)

    def mission(self, which: int, size: float) -> int:
        """What the order is for, given what is wanted."""
        laws = self.nature.mission_laws
        if len(laws) == 1:
            return 0
        log_size, weights = float(log(size)), []
        for share, mean, precision in laws:
            z = (log_size - mean) * precision
            weights.append(float(exp(share - 0.5 * z * z)))
        at, below = self.asks(Decision.MISSION, which) * sum(weights), 0.0
        for mission, weight in enumerate(weights):
            below += weight
            if at < below:
                return mission
        return len(laws) - 1

    def wanted(self, which: int, size: float) -> float:
        """What the lines of an order come to at regular prices, by the breadth of customer and order."""
        breadth, spread = self.breadth, self.nature.number("order_breadth_spread")
        if spread > 0.0:
            breadth += spread * self.score(Decision.ORDER_BREADTH, self.one.occasion, which)
        return size / self.nature.number("kept_today") * float(exp(breadth))

    def depth(self, product: int) -> float:
        """The depth of a product's deal; 0 where it is on none."""
        nature, one = self.nature, self.nature.products[product]
        if one.deal_share == 0.0:
            return 0.0
        shift = product * GOLDEN
        period = int(self.one.now / nature.number("deal_days") + (shift - floor(shift)))
        if nature.uniform(Decision.DEAL_ON, product, period) >= one.deal_share:
            return 0.0
        z = float(normal_score(nature.uniform(Decision.DEAL_DEPTH, product, period)))
        depth = nature.number("deal_ratio") * (one.deal_depth + nature.number("deal_spread") * z)
        return min(max(depth, LEAST_DEPTH), MOST_DEPTH) if nature.has("deal_ratio") else 0.0


def units(extra: float, u: float) -> int:
    """Units bought of a product."""
    return int(min(1.0 + floor(float(log(u)) * extra), MOST_UNITS))
