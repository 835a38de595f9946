"""The stored states of an assessment. What a person decides is final; what rules say may be said again until then."""

from ordino.kernel.lifecycle import Lifecycle, Move

# AssessFraud leads from passed to suspected only where the score reaches the threshold.
ASSESSMENT = Lifecycle(
    "fraud assessment",
    states=("passed", "suspected", "reviewed"),
    initial=("passed", "suspected"),
    final=("reviewed",),
    moves=(
        Move("passed", "AssessFraud", "suspected"),
        Move("passed", "ReviewFraud", "reviewed"),
        Move("suspected", "AssessFraud", "suspected"),
        Move("suspected", "ReviewFraud", "reviewed"),
    ),
)
