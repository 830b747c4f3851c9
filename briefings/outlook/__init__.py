"""Statements about the future: which are ahead or due, what became of them, and the record of a holder.

It doesn't know how messages look or are sent; the editors are asked by `briefings.delivery`.
"""

from briefings.outlook.outlook import MOST, OutlookPage, Settled, page_of
from briefings.outlook.record import HolderRecord, holder_records

__all__ = ["MOST", "HolderRecord", "OutlookPage", "Settled", "holder_records", "page_of"]
