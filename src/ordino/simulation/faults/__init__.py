"""Real faults: processes killed, paused and cut off, disks full, databases failing over, under load over HTTP."""
