"""The states of a webhook. `CreateWebhook` begins one; one that has ended is not used again."""

from ordino.kernel.lifecycle import Lifecycle, Move

ACTIVE, PAUSED, ENDED = "active", "paused", "ended"

WEBHOOK = Lifecycle(
    "webhook",
    states=(ACTIVE, PAUSED, ENDED),
    initial=(ACTIVE,),
    final=(ENDED,),
    moves=(
        Move(ACTIVE, "ChangeWebhook", ACTIVE),
        Move(ACTIVE, "RotateWebhookSecret", ACTIVE),
        Move(ACTIVE, "ReplayWebhook", ACTIVE),
        Move(ACTIVE, "ResendWebhookMessages", ACTIVE),
        Move(ACTIVE, "SetAsideWebhookMessage", ACTIVE),
        Move(ACTIVE, "PauseWebhook", PAUSED),
        Move(ACTIVE, "EndWebhook", ENDED),
        Move(PAUSED, "ChangeWebhook", PAUSED),
        Move(PAUSED, "RotateWebhookSecret", PAUSED),
        Move(PAUSED, "ReplayWebhook", PAUSED),
        Move(PAUSED, "ResendWebhookMessages", PAUSED),
        Move(PAUSED, "SetAsideWebhookMessage", PAUSED),
        Move(PAUSED, "ResumeWebhook", ACTIVE),
        Move(PAUSED, "EndWebhook", ENDED),
    ),
)

# What becomes of a message: not commands but the courier moves it on, so it is no life cycle.
WAITING, DELIVERED, SET_ASIDE = "waiting", "delivered", "set_aside"
MESSAGE_STATES = (WAITING, DELIVERED, SET_ASIDE)
