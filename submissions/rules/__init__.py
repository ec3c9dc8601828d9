"""Setting a round's rules. Whoever changes one holds all moves of the round still meanwhile, is told if a colleague
was faster, and never changes what a submission was judged under.
"""
