"""The back office: screens for the people who run a shop. Views only build commands and read queries.

One folder a screen, with its templates; `components` are parts that screens share.
"""
