"""What satisfaction declares; what files may say of it is scenarios.market.satisfaction."""

from sim.mechanisms.kinds import Field, Mechanism, Number, Word

SPEC = Mechanism(
    name="satisfaction",
    on="satisfaction_on",
    numbers=(
        Number("satisfaction_on", "i8", "whether something follows from it, or we ask for it [0]"),
        Number("satisfaction_weight", "f8", "of the newest experience"),
        Number("satisfaction_noise", "f8", "sd of an experience"),
        Number("satisfaction_quality", "f8", "per unit of quality"),
        Number("satisfaction_wait", "f8", "per log(1 + wait / wait_scale)"),
        Number("wait_scale", "f8", "days"),
        Number("satisfaction_solving", "f8", "per log(1 + time to the solution / solving_scale)"),
        Number("solving_scale", "f8", "days"),
        Number("satisfaction_solved", "f8", "of having been helped"),
        Number("satisfaction_gave_up", "f8", "lost by having waited in vain"),
        Number("satisfaction_mended", "f8", "of news that what one complained of is mended"),
        Number("satisfaction_dropout", "f8", "log ratio of the drop-out rate per unit lost"),
        Number("satisfaction_share", "f8", "log odds of sharing per unit"),
        Number("told_most", "i8", "the most contacts who are told of one experience [0]"),
        Number("warn_below", "f8", "satisfaction below which a customer speaks ill of us"),
        Number("warn_share", "f8", "of bad experiences that are told [0]"),
        Number("warn_people", "i8", "who are told of one"),
        Number("warn_effect", "f8", "utility"),
        Number("praise_above", "f8", "satisfaction above which a customer speaks well of us"),
        Number("praise_share", "f8", "of good experiences that are told [0]"),
        Number("praise_people", "i8", "who are told of one"),
        Number("praise_effect", "f8", "utility"),
        Number("survey_share", "f8", "of orders and tickets after which we ask [0]"),
        Number("survey_answer", "f8", "log odds of an answer"),
        Number("survey_extreme", "f8", "the same, more, of promoters and detractors"),
        Number("score_slope", "f8", "ordered logit of the score in satisfaction"),
        Number("score_low", "f8", "its lower threshold"),
        Number("score_high", "f8", "its upper one"),
    ),
    fields=(
        Field("satisfaction", "f4", "0 = as at today's quality, in units of its effects"),
        Field("opinion", "f4", "utility that others' stories add before the first order"),
        Field("told", "u2", "contacts told of good or bad experience"),
    ),
    events=(
        Word("SCORED", 28, "answer to a survey (sim.vocabulary.Score)"),
        Word("WARNED", 29, "who is told, by a customer who is dissatisfied"),
        Word("PRAISED", 30, "who is told, by a customer who is satisfied"),
    ),
    decisions=(
        *(Word("EXPERIENCE", 20), Word("TELL", 21), Word("SURVEY", 23)),
        *(Word("SURVEY_ANSWER", 73), Word("SCORE", 74)),
    ),
)
