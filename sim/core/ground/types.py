"""What compiled code works on, as types. Written by `make generate` of state, behaviour and world.

At run time a world is its record (sim.core.ground.placed); these classes are never made.
"""

from __future__ import annotations


class Person:
    """A person's first record (sim.core.ground.state.PERSON)."""

    at_reach: float
    at_leave: float
    at_advance: float
    at_need: float
    at_dropout: float
    need_level: float
    need_rate: float
    price_response: float
    needs: int
    orders: int
    inbox: int
    dropout_level: float
    ratio: float
    first_at: float
    cell: int
    invites: int
    stage: int
    segment: int
    attributed: int
    potential: int
    net: int
    value: int
    spent: int
    dropout: float
    spend_rate: float
    since: float
    reached_at: float
    second_at: float
    touched_at: float
    referrer: int
    entries: int
    candidate: int
    lapses: int
    start: int
    cause: int
    touched: int
    reach_source: int
    opted_out: int
    sharer: int


class More:
    """A person's second record (sim.core.ground.state.MORE)."""

    points: int
    at_silence: float
    at_question: float
    at_pause: float
    reference: float
    deal: float
    deal_at: float
    at_tier: float
    points_at: float
    counted_at: float
    at_call: float
    at_call_fades: float
    coupon_until: float
    stock: int
    questions: int
    before: float
    talked_at: float
    message_due: float
    welcome_until: float
    next_review: float
    paid_lately: float
    staff_next: float
    partners_next: float
    care_until: float
    seed_at: float
    wished_on: int
    cycles_over: float
    breadth: float
    willingness: float
    grief: float
    grief_at: float
    satisfaction: float
    opinion: float
    open: int
    complained: int
    children: int
    pauses: int
    free_turns: int
    told: int
    community: int
    friend_active: int
    hunter: int
    dormant: int
    trials: int
    tier: int
    year_orders: int
    coupon_row: int
    talks: int
    no_messages: int
    value_class: int
    staff_told: int
    partners_told: int
    promoter: int
    seeded: int
    uses: int
    searched: int
    life: int
    reason: int
    categories: int


class Known:
    """A customer whom the firm has at time 0 (sim.core.ground.state.KNOWN)."""

    need_rate: float
    dropout: float
    spend_rate: float
    age: float
    silent: float
    first: float
    orders: int
    segment: int
    region: int
    place: int
    source: int
    alive: int


class Trait:
    """What the people of a cell have in common (sim.core.ground.state.TRAIT)."""

    response: float
    need: float
    leaving: float
    spend: float
    questions: float
    firm: float


class Offer:
    """What our offer is."""

    utility: float
    units: float
    category: int
    segments: int


class Place:
    """The terms of a place to buy at (sim.core.ground.state.PLACE)."""

    price: float
    today: float
    commission: float
    rebate: float
    fulfilment: float
    more_returns: float
    trust_lost: float
    effort: float
    online: int
    dealer: int


class Category:
    """A category of the assortment (sim.core.ground.state.CATEGORY)."""

    again: float
    pull: float
    price: float
    first: int
    products: int


class Product:
    """A product of the assortment (sim.core.ground.state.PRODUCT)."""

    keep: float
    alias: int
    price: float
    extra: float
    extra_on_deal: float
    deal_share: float
    deal_depth: float
    kept: float
    more: float


class Incentive:
    """A row of the incentives to customers (sim.core.ground.state.INCENTIVE)."""

    number: int
    occasion: int
    nth: int
    days: float
    cost: int
    depth: float
    valid: float
    worth: float
    life: float
    most: int
    again: float
    until: float
    least: int
    most_orders: int
    least_silent: float
    most_silent: float
    share: float
    lapsed: int
    tier: int
    used: int
    classes: int
    reasons: int


class Lever:
    """The levers of a cell on a day (sim.core.ground.state.LEVER)."""

    price: float
    deal_first: float
    deal_repeat: float
    rival: float
    quality: float
    appeal: float
    lead: float
    commission: float
    leave_price: float
    leave_rival: float
    hunter: float
    community: float
    goods: float
    fulfilment: float
    touches: float
    share: float
    accept: float
    reward_referrer: int
    reward_friend: int
    first_order_cost: int
    optin_reward: int
    bonus: int
    bonus_friends: int
    label: int
    price_list: int
    cohort: int


class Envelope:
    """A letter on its way, or written today."""

    time: float
    to: int
    sender: int
    next: int
    what: int
    kind: int


class Line:
    """A line of the journal."""

    time: float
    amount: int
    who: int
    kind: int


class Ticket:
    """A ticket (sim.core.ground.state.TICKET)."""

    time: float
    opened: float
    until: float
    start: float
    end: float
    again: float
    next: int
    next_over: int
    who: int
    index: int
    double: int
    ask: int
    turn: int
    desk: int
    urgency: int
    silent: int
    over: int


class Server:
    """A member of staff at work."""

    until: float
    ticket: int


class Queue:
    """A desk's queue (sim.core.ground.state.QUEUE)."""

    busy: int
    first: list[int]
    last: list[int]
    waiting: list[int]


class Desk:
    """A service desk (sim.core.ground.state.DESK)."""

    share: float
    exponential: int
    handling: float
    log_mean: float
    log_sd: float
    patience: float
    silent_share: float
    silent_time: float
    solved: float
    cost: float


class World:
    """A world: its numbers and its arrays."""

    key: int
    population: int
    days: int
    sources: int
    segments: int
    regions: int
    places: int
    classes: int
    friends: int
    network_key: int
    network_kind: int
    seeds: int
    prospect_rate: float
    customer_rate_scale: float
    dropout_rate_scale: float
    spend_rate_scale: float
    spend_mean_scale: float
    price_response: float
    ours: list[float]
    competitor: list[float]
    nothing: list[float]
    nurture_effect: float
    touch_memory: float
    unsubscribe_rate: float
    unsubscribe_fatigue: float
    unsubscribe_bound: float
    customer_loss_rate: float
    return_rate: float
    final_loss_rate: float
    delay_scale: float
    sharer_ratio: float
    sharer_days: float
    mean_order: float
    discount_rate: float
    attribution_window: float
    start_reached: float
    start_retained: float
    start_customer: float
    age_width: float
    return_cost: int
    extended: int
    inflow: int
    recognition: int
    potential_share: float
    recognised_true: float
    recognised_false: float
    seen: int
    bystanders: int
    captures: int
    capture_effect: float
    anchor: float
    quality_on: int
    quality_effect: float
    quality_today: float
    quality_cue: float
    appeal_on: int
    competitor_response: float
    offers: int
    vintages: int
    rate_spend_correlation: float
    price_dropout_correlation: float
    regularity: int
    need_window: float
    dropout_kind: int
    dropout_curve: int
    renewal_days: float
    accept_return: float
    accept_reason: list[float]
    share_first: float
    invites_law: int
    invites_zero: float
    invites_a: float
    invites_b: float
    leaders: float
    leader_share_ratio: float
    leader_accept_ratio: float
    strong_share: float
    tie_ratio: float
    most_letters: int
    silenced: int
    known: int
    label_multiple: float
    label_days: float
    desks: int
    copies: float
    question_rate: float
    trouble_share: float
    start_share: float
    trouble_delay: float
    quality_anchor: float
    reopen_delay: float
    urgent_orders: int
    urgent_segments: int
    wait_exit: float
    share_served: float
    causes: int
    mend: int
    mend_after: float
    mend_accuracy: float
    mend_days: float
    mend_told: int
    letters: int
    bonus_on: int
    community_on: int
    community_dropout: float
    community_share_ratio: float
    bonds_on: int
    referred_ratio: float
    hunters_on: int
    hunter_need: float
    hunter_dropout: float
    cheats_on: int
    fraud: float
    detection: float
    false_alarm: float
    complaints_on: int
    complaint_dropout: float
    pause_rate: float
    resume_rate: float
    stores: int
    stock_effect: float
    stock_most: int
    trial_days: float
    reference_gain: float
    loss_aversion: float
    reference_memory: float
    deal_effect: float
    deal_response: float
    deal_decay: float
    points_on: int
    earn_rate: float
    points_days: float
    points_kept: float
    redeem: float
    points_value: float
    tier_orders: int
    second_orders: int
    third_orders: int
    friend_counts: int
    tier_most: int
    tier_earn: float
    second_earn: float
    third_earn: float
    tier_dropout: float
    next_dropout: float
    member_off: float
    tier_off: float
    second_off: float
    third_off: float
    call_who: int
    call_on: int
    call_after: float
    call_cost: int
    call_mood: float
    call_dropout: float
    call_felt: float
    incentives_on: int
    friend_incentives: int
    talk_cost: int
    talk_match: float
    price_breaks: int
    round_up: float
    spare_value: float
    spare_later: float
    free_on: int
    free_rate: float
    free_leave: float
    free_talk: float
    message_who: int
    message_on: int
    message_many: float
    message_cost: int
    message_lift: float
    message_stop: float
    welcome_on: int
    welcome_cost: int
    welcome_dropout: float
    welcome_days: float
    classes_on: int
    class_days: float
    class_cost: int
    class_keeps: float
    class_a: float
    class_b: float
    places_on: int
    dissimilarity: float
    gap_seen: float
    promoters_on: int
    promoter_joins: float
    staff_known: float
    staff_none: float
    staff_rate: float
    staff_pay: float
    partners_known: float
    partners_none: float
    partners_rate: float
    partners_pay: float
    care_on: int
    care_cost: int
    care_odds: float
    care_days: float
    seeding_on: int
    seeding_day: float
    seeding_leader: float
    seeding_other: float
    seeding_cost: int
    seeding_joins: float
    seeding_leader_joins: float
    seeding_tells: float
    discretion_on: int
    compensated: float
    compensation: int
    use_on: int
    use_rate: float
    use_share: float
    use_dropout: float
    centre_on: int
    centre_users: int
    centre_technicians: int
    centre_buyers: int
    centre_bosses: int
    doubts_users: float
    doubts_technicians: float
    doubts_buyers: float
    doubts_bosses: float
    sceptic: float
    sceptic_utility: float
    cycle_days: float
    cycle_spread: float
    centre_cost: int
    assortment_on: int
    cart_lines: int
    mission_count: int
    breadth_spread: float
    order_breadth_spread: float
    breadth_dropout: float
    kept_today: float
    deal_days: float
    deal_spread: float
    deal_ratio: float
    depth_effect: float
    switching: float
    pull_most: float
    image_off: float
    returns_on: int
    return_share: float
    second_life_on: int
    second_life: float
    reasons: int
    leave_need: float
    leave_service: float
    rule: int
    grief_effect: float
    grief_days: float
    ambient: float
    categories: int
    breadth_effect: float
    satisfaction_on: int
    satisfaction_weight: float
    satisfaction_noise: float
    satisfaction_quality: float
    satisfaction_wait: float
    wait_scale: float
    satisfaction_solving: float
    solving_scale: float
    satisfaction_solved: float
    satisfaction_gave_up: float
    satisfaction_mended: float
    satisfaction_dropout: float
    satisfaction_share: float
    told_most: int
    warn_below: float
    warn_share: float
    warn_people: int
    warn_effect: float
    praise_above: float
    praise_share: float
    praise_people: int
    praise_effect: float
    survey_share: float
    survey_answer: float
    survey_extreme: float
    score_slope: float
    score_low: float
    score_high: float
    clocks: int
    cells: int
    rows: int
    pieces: int
    cohorts: int
    age_bins: int
    age_kinds: int
    subsets: int
    wait_bins: int
    people_at: int
    more_at: int
    due_at: int
    turns_at: int
    occasions_at: int
    kinds_of_at: int
    decisions_at: int
    seats_at: int
    lines_at: int
    hands_at: int
    offers_made_at: int
    offer_prices_at: int
    breaks_at: int
    new_prices_at: int
    kept_prices_at: int
    baskets_at: int
    categories_sold_at: int
    products_sold_at: int
    missions_at: int
    mission_laws_at: int
    cart_at: int
    targets_at: int
    contacts_at: int
    mixture_at: int
    traits_at: int
    levers_at: int
    curves_at: int
    first_days_at: int
    steps_at: int
    tables_at: int
    decays_at: int
    mail_at: int
    outbox_at: int
    journal_at: int
    sums_at: int
    counts_at: int
    flows_at: int
    rivals_at: int
    ages_at: int
    stays_at: int
    links_from_at: int
    links_at: int
    desk_table_at: int
    staff_at: int
    daytime_at: int
    tickets_at: int
    asked_at: int
    servers_at: int
    queues_at: int
    later_at: int
    desk_days_at: int
    waits_at: int
    scores_at: int
    cause_shares_at: int
    causes_known_at: int
    ambient_levels_at: int
    programme_at: int
    incentive_rows_at: int
    incentive_who_at: int
    incentive_due_at: int
    incentive_given_at: int
    granted_at: int
    known_customers_at: int
    place_rows_at: int
    place_weights_at: int
    place_terms_at: int
    bought_at: int
    assorted_at: int
    mail_places: int
    outbox_places: int
    journal_places: int
    outbox_used: int
    journal_used: int
    next_person: int
    free: int
    ticket_places: int
    asked_places: int
    asked_used: int
    tickets_used: int
    tickets_free: int
    tickets_own: int
    free_ticket: int
    answered: int
    joined: int
    hand: int
    seat: int
    events: int
    who: int
    incentives_wait: int
    incentives_follow: int
    exposure_most: float
    nothing_weight: list[float]
    others: list[float]
    rival_part: list[float]
    breadth_ratios: list[float]
    people: dict[int, Person]
    more: dict[int, More]
    due: dict[int, int]
    turns: dict[int, int]
    occasions: dict[int, int]
    kinds_of: dict[int, int]
    decisions: dict[int, int]
    seats: dict[int, int]
    lines: dict[int, int]
    hands: dict[tuple[int, int], float]
    offers_made: dict[int, Offer]
    offer_prices: dict[tuple[int, int], float]
    breaks: dict[tuple[int, int], float]
    new_prices: dict[int, int]
    kept_prices: dict[tuple[int, int], float]
    baskets: dict[tuple[int, int, int], float]
    categories_sold: dict[int, Category]
    products_sold: dict[int, Product]
    missions: dict[tuple[int, int, int], float]
    mission_laws: dict[tuple[int, int], float]
    cart: dict[tuple[int, int], float]
    targets: dict[tuple[int, int], float]
    contacts: dict[tuple[int, int], int]
    mixture: dict[tuple[int, int], float]
    traits: dict[int, Trait]
    levers: dict[tuple[int, int], Lever]
    curves: dict[tuple[int, int, int], float]
    first_days: dict[tuple[int, int, int], int]
    steps: dict[tuple[int, int], float]
    tables: dict[tuple[int, int, int], float]
    decays: dict[tuple[int, int], float]
    mail: dict[int, Envelope]
    outbox: dict[int, Envelope]
    journal: dict[int, Line]
    sums: dict[tuple[int, int, int], int]
    counts: dict[tuple[int, int, int], int]
    flows: dict[tuple[int, int, int], int]
    rivals: dict[tuple[int, int], int]
    ages: dict[int, int]
    stays: dict[tuple[int, int, int], int]
    links_from: dict[int, int]
    links: dict[int, int]
    desk_table: dict[int, Desk]
    staff: dict[tuple[int, int], int]
    daytime: dict[int, float]
    tickets: dict[int, Ticket]
    asked: dict[int, Ticket]
    servers: dict[tuple[int, int], Server]
    queues: dict[int, Queue]
    later: dict[int, int]
    desk_days: dict[tuple[int, int, int], int]
    waits: dict[tuple[int, int, int], int]
    scores: dict[tuple[int, int, int], int]
    cause_shares: dict[int, float]
    causes_known: dict[tuple[int, int], int]
    ambient_levels: dict[int, float]
    programme: dict[tuple[int, int], int]
    incentive_rows: dict[int, Incentive]
    incentive_who: dict[tuple[int, int], int]
    incentive_due: dict[tuple[int, int], float]
    incentive_given: dict[tuple[int, int], int]
    granted: dict[tuple[int, int, int], int]
    known_customers: dict[int, Known]
    place_rows: dict[int, int]
    place_weights: dict[tuple[int, int, int], float]
    place_terms: dict[tuple[int, int], Place]
    bought: dict[tuple[int, int, int], int]
    assorted: dict[tuple[int, int, int], int]
