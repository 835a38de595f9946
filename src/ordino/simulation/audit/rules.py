"""Every rule the audit checks, in the order it tells them. The ids are those of the invariants they hold up."""

from ordino.simulation.audit.billing_rules import BILLING_RULES
from ordino.simulation.audit.checks import Rule
from ordino.simulation.audit.delivery_rules import DELIVERY_RULES
from ordino.simulation.audit.desk_rules import DESK_RULES
from ordino.simulation.audit.edge_rules import EDGE_RULES
from ordino.simulation.audit.fulfillment_rules import FULFILLMENT_RULES
from ordino.simulation.audit.money_rules import MONEY_RULES
from ordino.simulation.audit.order_rules import JOURNAL_RULES, LIFE_RULES, PROMISE_RULES, STATE_RULES
from ordino.simulation.audit.payment_rules import PAYMENT_RULES
from ordino.simulation.audit.quote_rules import QUOTE_RULES
from ordino.simulation.audit.return_rules import RETURN_RULES
from ordino.simulation.audit.stock_rules import STOCK_RULES
from ordino.simulation.audit.supply_rules import SUPPLY_RULES
from ordino.simulation.audit.trust_rules import TRUST_RULES
from ordino.simulation.audit.webhook_rules import WEBHOOK_RULES

RULES: tuple[Rule, ...] = (
    *STOCK_RULES,
    *FULFILLMENT_RULES,
    *DELIVERY_RULES,
    *MONEY_RULES,
    *PAYMENT_RULES,
    *BILLING_RULES,
    *STATE_RULES,
    *PROMISE_RULES,
    *JOURNAL_RULES,
    *LIFE_RULES,
    *RETURN_RULES,
    *SUPPLY_RULES,
    *QUOTE_RULES,
    *TRUST_RULES,
    *DESK_RULES,
    *WEBHOOK_RULES,
    *EDGE_RULES,
)
