"""What the seed says of the round of 2023, verbatim: the article of the city, and nothing else.

Where it says nothing there is nothing here: no window, no quota, no rank, no lead unit, no document number, and no
date of the article, whose page shows none. The article is credited (供稿) to 市局法治调研与督察科; that is who wrote
it, not who issued it, so it is no issuing organ.
"""

from datetime import date

CODE = "2023"
NAME = "2023年全区法治政府建设示范创建"
TITLES = {"title_comprehensive": "全区法治政府建设示范地区", "title_single": "全区法治政府建设示范项目"}

ARTICLE = "法治政府建设先进典型系列宣传(四)松山区:为高质量发展提供法治支撑--松山区法治政府建设纪实"
DECISION = "关于2023年全区法治政府建设示范地区和项目命名的决定"
DECISION_ORGAN = "中共内蒙古自治区委员会全面依法治区委员会办公室"
DECISION_DAY = date(2023, 11, 1)

# In the order in which the article names them.
NAMED_REGIONS = ("元宝山区", "宁城县")
REGIONS = (*NAMED_REGIONS, "克什克腾旗", "松山区")
PROJECTS = (
    "赤峰市聚焦行政复议全面规范化 充分发挥行政争议化解主渠道作用",
    "赤峰市‘智慧+交通’助力依法行政 科技护航建设数字型服务型法治政府",
    "赤峰市公安机关建机制 促改革 持续提升规范执法能力",
)
UNNAMED_PROJECTS = 2  # five were recommended, three entered and are named; of the others only the number is public
NOT_ENTERED = "未入围实地评估"

# The seed names three steps; the review that lies before the field evaluation carries a generic name.
REVIEW = "自治区评审"
FIELD_EVALUATION = "实地评估"
