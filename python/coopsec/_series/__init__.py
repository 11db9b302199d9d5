"""Questions to frames over time, one verb, one file: is there a trend, a change, a burst, a season, an effect?"""
