"""Which network addresses messages may go to: public ones, and those that the operator allows.

A name is resolved once for each attempt, and the connection goes to the very address that was looked at, so that a name cannot
mean another address a moment later.
"""

import os
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Public by their numbers, but answered inside of a cloud with what only its machines may know.
_INSIDE_CLOUDS = (ip_network("168.63.129.16/32"), ip_network("100.100.100.200/32"), ip_network("192.0.0.192/32"))
_THIS_MACHINE = {"localhost": "127.0.0.1", "ip6-localhost": "::1", "localhost.localdomain": "127.0.0.1"}
_TRANSLATED = ip_network("64:ff9b::/96")


class AddressRefused(Exception):
    """Nothing is sent to this address."""


class Guard:
    """What may be reached. `allowed` are networks of the operator's own; only there messages may go without HTTPS."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    def resolve(self, host: str, port: int, *, encrypted: bool) -> tuple[str, ...]:
        """The addresses of a host to which a connection may be made. Raises AddressRefused, or OSError where it has none."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        permitted = tuple(one for one in addresses if self.permits(ip_address(one), encrypted=encrypted))
        if not permitted:
            raise AddressRefused(_reason(addresses, encrypted=encrypted))
        return permitted

    def why_never(self, host: str, *, encrypted: bool) -> str | None:
        """Why no connection can be made to a host that is an address itself, however it is written, or this machine's own name.

        None where one can be made, and for every other name, which has to be resolved.
        """
        try:
            found = socket.getaddrinfo(
                _THIS_MACHINE.get(host.lower().rstrip("."), host), None, flags=socket.AI_NUMERICHOST
            )
        except (OSError, UnicodeError):
            return None
        address = str(found[0][4][0])
        return (
            None if self.permits(ip_address(address), encrypted=encrypted) else _reason([address], encrypted=encrypted)
        )

    def permits(self, address: Address, *, encrypted: bool) -> bool:
        """Whether a connection may be made to an address."""
        meant = _meant(address)
        if any(one in network for one in {address, meant} for network in self._allowed):
            return True
        return encrypted and _is_public(meant)


def guard_of_installation() -> Guard:
    """The guard with the networks that `ORDINO_WEBHOOK_ALLOW` names. Raises ValueError where one is none."""
    return Guard(parse_networks(os.environ.get("ORDINO_WEBHOOK_ALLOW", "")))


def parse_networks(text: str) -> tuple[Network, ...]:
    """`127.0.0.1, 10.1.0.0/16` as networks. Raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address is another form of; or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and (address.sixtofour or address.teredo):
        return False  # a tunnel, which may end anywhere
    inside = any(address in network for network in _INSIDE_CLOUDS)
    return address.is_global and not address.is_multicast and not address.is_reserved and not inside


def _reason(addresses: Sequence[str], *, encrypted: bool) -> str:
    where = ", ".join(addresses[:3])
    if encrypted:
        return f"{where} is no public address; ORDINO_WEBHOOK_ALLOW may name it"
    return f"{where} is only reached by https, unless ORDINO_WEBHOOK_ALLOW names it"
