"""The duties. One file a process, each reads like its articles."""

from flows import absence as absence
from flows import annual_plan as annual_plan
from flows import board_meeting as board_meeting
from flows import data_call as data_call
from flows import directive as directive
from flows import extraordinary_meeting as extraordinary_meeting
from flows import group_meeting as group_meeting
from flows import group_quarter as group_quarter
from flows import group_task as group_task
from flows import plan_change as plan_change
from flows import quarter_meeting as quarter_meeting
from flows import quarterly_report as quarterly_report
from flows import special_funding as special_funding
from flows import written_consultation as written_consultation
