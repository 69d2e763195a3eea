"""What clauses say among figures, in three steps.

`symbols`: a sentence as a row of symbols. `bounds`, `governor`, `roles`: its clauses, and what each figure in it is
(`items`). `change`, `shares`, `parts`, `difference`, `order`: frames with slots from one sentence, `across` and `whole`
from several; `doubts`: what speaks against a change so read; `setting`: what sets a later sentence apart. `frames`
calls them in turn.
"""
