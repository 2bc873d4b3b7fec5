"""What satisfaction declares; what files may say of it is scenarios.market.satisfaction."""

from sim.mechanisms.kinds import Field, Happening, Mechanism, Number, Word

MARKET = "market.satisfaction"
EXPERIENCES = ("FIRST_ORDER", "ORDERED", "SERVED", "SOLVED", "GAVE_UP", "TOLD")
"""At the moment of one of these somebody may tell others, and be asked."""

SPEC = Mechanism(
    name="satisfaction",
    on="satisfaction_on",
    case="",
    numbers=(
        Number("satisfaction_on", "i8", "whether something follows from it, or we ask for it [0]"),
        Number("satisfaction_weight", "f8", "of the newest experience", f"{MARKET}.weight"),
        Number("satisfaction_noise", "f8", "sd of an experience", f"{MARKET}.noise"),
        Number("satisfaction_quality", "f8", "per unit of quality", f"{MARKET}.quality_effect"),
        Number("satisfaction_wait", "f8", "per log(1 + wait / wait_scale)", f"{MARKET}.wait_effect"),
        Number("wait_scale", "f8", "days"),
        Number(
            "satisfaction_solving", "f8", "per log(1 + time to solution / solving_scale)", f"{MARKET}.solving_effect"
        ),
        Number("solving_scale", "f8", "days", f"{MARKET}.solving_scale"),
        Number("satisfaction_solved", "f8", "of having been helped", f"{MARKET}.solved_effect"),
        Number("satisfaction_gave_up", "f8", "lost by having waited in vain", f"{MARKET}.gave_up_effect"),
        Number("satisfaction_mended", "f8", "of news that what one complained of is mended", f"{MARKET}.mended_effect"),
        Number("satisfaction_dropout", "f8", "log drop-out rate per unit lost", f"{MARKET}.dropout_effect"),
        Number("satisfaction_share", "f8", "log odds of sharing per unit", f"{MARKET}.share_effect"),
        Number("told_most", "i8", "the most contacts who are told of one experience [0]"),
        Number("warn_below", "f8", "satisfaction below which a customer speaks ill of us", f"{MARKET}.warn.below"),
        Number("warn_share", "f8", "of bad experiences that are told [0]", f"{MARKET}.warn.share"),
        Number("warn_people", "i8", "who are told of one"),
        Number("warn_effect", "f8", "utility", f"{MARKET}.warn.effect"),
        Number("praise_above", "f8", "satisfaction above which a customer speaks well of us", f"{MARKET}.praise.above"),
        Number("praise_share", "f8", "of good experiences that are told [0]", f"{MARKET}.praise.share"),
        Number("praise_people", "i8", "who are told of one"),
        Number("praise_effect", "f8", "utility", f"{MARKET}.praise.effect"),
        Number("survey_share", "f8", "of orders and tickets after which we ask [0]", "policy.service.survey_share"),
        Number("survey_answer", "f8", "log odds of an answer", f"{MARKET}.answers.answer"),
        Number("survey_extreme", "f8", "the same, more, of promoters and detractors", f"{MARKET}.answers.extreme"),
        Number("score_slope", "f8", "ordered logit of the score in satisfaction", f"{MARKET}.answers.slope"),
        Number("score_low", "f8", "its lower threshold", f"{MARKET}.answers.low"),
        Number("score_high", "f8", "its upper one", f"{MARKET}.answers.high"),
    ),
    fields=(
        Field("satisfaction", "f4", "0 = as at today's quality, in units of its effects"),
        Field("opinion", "f4", "utility that others' stories add before the first order"),
        Field("told", "u2", "contacts told of good or bad experience"),
    ),
    events=(
        Happening("SCORED", 28, "answer to a survey (sim.vocabulary.Score)", to="buyers", after=EXPERIENCES),
        Happening("WARNED", 29, "who is told, by a customer who is dissatisfied", to="buyers", after=EXPERIENCES),
        Happening("PRAISED", 30, "who is told, by a customer who is satisfied", to="buyers", after=EXPERIENCES),
    ),
    decisions=(
        *(Word("EXPERIENCE", 20), Word("TELL", 21), Word("SURVEY", 23)),
        *(Word("SURVEY_ANSWER", 73), Word("SCORE", 74)),
    ),
)
