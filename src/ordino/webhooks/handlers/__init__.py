"""One file for each verb: reads in sets, decides, writes in sets."""
