"""From packed packages to the customer's hands: shipments, labels, hand-over, tracking, proof of delivery, pickup.

Owns shipments. Carriers and their rates are reference data of network; labels and rates come through the port `carrier.Carrier`.
"""
