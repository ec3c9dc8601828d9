"""Articles of the record for tests: published past the desk, as the desk would."""

from io import BytesIO

from PIL import Image

from registry.article_record import Filed, Writing, publish_article

from .record import PUBLISHED

SERIES = "法治政府建设先进典型系列宣传"
BODY = "　　松山区建立**“四梁八柱”**制度。\n\n## 成效\n\n![](图1.png)\n\n- 村调委会244个\n- 社区调委会77个"


def png(width=64, height=40, colour="white"):
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def picture(name="图1.png", content=None, **facts):
    known = {"is_picture": True, "alt": "柱状图：村调委会244个", "caption": "调委会数量", "width": 64, "height": 40}
    return Filed(name, "png", "image/png", png() if content is None else content, **{**known, **facts})


def attachment(name="名单.pdf", content=b"%PDF-1.7 \xe5\x90\x8d\xe5\x8d\x95", **facts):
    return Filed(name, "pdf", "application/pdf", content, **facts)


def writing(part=4, **facts):
    known = {"series": SERIES, "title": f"第{part}篇 为高质量发展提供法治支撑", "body": BODY}
    known |= {"credit": "市局法治调研与督察科供稿", "files": [picture(), attachment()]}
    return Writing(part=part, **{**known, **facts})


def published(part=4, at=PUBLISHED, supersedes=None, **facts):
    return publish_article(writing(part, **facts), at, supersedes)
