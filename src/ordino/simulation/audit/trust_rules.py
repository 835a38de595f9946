"""Rules about consents and fraud assessments, and about the value that customers hold here."""

from ordino.fraud.lifecycle import ASSESSMENT
from ordino.simulation.audit.checks import Rule, at_once
from ordino.simulation.audit.scope import SQL

TRUST_RULES = (
    Rule(
        "E6",
        "The journal gives back the consents",
        "consents",
        "what customers consent to with the events that gave and withdrew it: to what, when, where",
        at_once(SQL.e6_consents_as_their_events),
    ),
    Rule(
        "S1",
        "Fraud assessments are as high as their reasons, and reviewed by somebody",
        "fraud assessments",
        "an assessment's score with the points of its reasons, its state with its life cycle, score and verdict, its order",
        at_once(SQL.s1_fraud_assessments_explained, states=list(ASSESSMENT.states)),
    ),
    Rule(
        "E6",
        "The journal gives back the fraud assessments",
        "fraud assessments",
        "assessments with the last event of their order that scored it, and with the one that reviewed it",
        at_once(SQL.e6_fraud_assessments_as_their_events),
    ),
    Rule(
        "M5",
        "Stored value is the sum of its movements",
        "stored value",
        "an account's balance with its movements, what is set aside with its reservations",
        at_once(SQL.m5_stored_value_adds_up),
    ),
    Rule(
        "M5",
        "Reserved value is where its movements say",
        "stored value",
        "what was redeemed and given back of a reservation with its movements, and with what was set aside",
        at_once(SQL.m5_reservations_as_their_movements),
    ),
    Rule(
        "E6",
        "The journal gives back the stored value",
        "stored value",
        "balances and what is set aside with the fold of their events",
        at_once(SQL.e6_stored_value_as_its_events),
    ),
)
