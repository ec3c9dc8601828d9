"""Pinyin as it is searched: every syllable is one sign, so that a match begins and ends with a syllable.

`xian` is 县 or 西安: what was typed is cut into syllables in every possible way. ü is typed v or u. What cannot be cut
whole may end with the beginning of a syllable (chif): it is found while it is being typed. What can be (songsha) is
read so only where asked for, behind a syllable of its own: `san` is no beginning of 山.
"""

from itertools import islice

# The signs are kept with the entries: a new syllable is added at the end.
_ALL = """
a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu ca cai can cang cao ce cei
cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou
cu cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die din ding diu dong dou du duan dui dun duo
e ei en eng er fa fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan
guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang
jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui
kun kuo la lai lan lang lao le lei len leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve
ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nia
nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao
pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong
rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu
shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao
tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wong wu xi xia xian xiang xiao xie xin xing
xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen
zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong
zou zu zuan zui zun zuo
"""
SYLLABLES = _ALL.split()
FIRST_SIGN = 0xE000  # of the private use area: no folded text has any of these
SIGNS = {syllable: chr(FIRST_SIGN + number) for number, syllable in enumerate(SYLLABLES)}
LONGEST = max(map(len, SYLLABLES))
MOST = 16  # ways to cut a word that are looked for


def _typed():
    """{what is typed for a syllable: the signs it may mean}"""
    found = {}
    for syllable, sign in SIGNS.items():
        for typed in {syllable, syllable.replace("v", "u")}:
            found.setdefault(typed, []).append(sign)
    return found


def _begun():
    """{what may be typed of a syllable before its end: the signs it may become}"""
    found = {}
    for typed, signs in TYPED.items():
        for end in range(1, len(typed)):
            found.setdefault(typed[:end], set()).update(signs)
    return {letters: "".join(sorted(signs)) for letters, signs in found.items()}


TYPED = _typed()
BEGUN = _begun()


class Begun(str):
    """Signs after which one more is to come: one of `endings`."""

    endings = ""


def begun(signs, endings):
    found = Begun(signs)
    found.endings = endings
    return found


def joined(before, after):
    return begun(before + after, after.endings) if isinstance(after, Begun) else before + after


def cut(letters):
    """Every way to cut `letters` into syllables, as texts of signs, long syllables first."""
    dead = set()  # from where on nothing can be cut

    def after(start):
        if start == len(letters):
            yield ""
            return
        found = False
        for end in range(min(len(letters), start + LONGEST), start, -1):
            signs = TYPED.get(letters[start:end], ())
            for rest in after(end) if signs and end not in dead else ():
                found = True
                yield from (sign + rest for sign in signs)
        if not found:
            dead.add(start)

    return after(0)


def cut_but_the_last(letters, is_alone):
    """Every way to cut `letters` into syllables and the beginning of a last one, as `Begun`. Where they are alone in
    their word, a syllable stands before it: a mere beginning may be anything."""
    for start in range(len(letters) - 1, 0 if is_alone else -1, -1):
        endings = BEGUN.get(letters[start:])
        for signs in cut(letters[:start]) if endings else ():
            yield begun(signs, endings)


def spelled(pieces, goes_on=False):
    """What is typed in pinyin, as texts of signs, at most `MOST`: of several pieces (xi, an) each ends with a syllable,
    only the last may break off within one: where it cannot be cut whole, or with `goes_on` always. Digits and
    characters stand for themselves."""
    ways = [""]
    for place, piece in enumerate(pieces, 1):
        is_last, is_typed = place == len(pieces), piece.isascii() and piece.isalpha()
        cuts = list(islice(cut(piece), MOST)) if is_typed else [piece]
        if is_last and (not cuts or (goes_on and is_typed)):
            cuts = list(islice(cut_but_the_last(piece, is_alone=place == 1), MOST))
        ways = list(islice((joined(way, one) for way in ways for one in cuts), MOST))
    return ways
