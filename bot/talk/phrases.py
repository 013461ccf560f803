"""The words that stand around what a question is about, by language.

Everything here is matched on folded text: small letters, single spaces, simplified characters, plain apostrophes.
"""

from __future__ import annotations

import re

CALL = re.compile(
    r"<@[!&]?[0-9]{1,20}>|<a?:[A-Za-z0-9_]{2,32}:[0-9]{1,20}>|(?<![A-Za-z0-9])@clio(?![a-z0-9])"
    r"|^(?:(?:hey|hi|hello|ok|dear) )?clio ?[,:!]|^(?:hey|hi|hello|ok|dear) clio (?=.)|, ?clio ?[?!.]?$"
    r"|^clio (?=help|what|who|tell|show|find|search|random|on this|events?|news|any|do you)",
    re.IGNORECASE,
)
"""The bot's own name and mention, and a server's emoji."""

LEADS = (
    r"(?:so|and|but|ok|okay|well|oh|ah|hm+|yes|yeah|now|then|alright|cool|nice|great|wow|interesting|thanks|thank you|"
    r"sorry)"
)
"""What people begin with before they come to what they ask."""
_ASKS_ON = r"(?:(?:and |but |so )?(?:what|how) about |(?:and|but) |(?:who|what|when|where|why|how|show|tell|give) )"
POLITE_LEAD = re.compile(
    r"(?:(?:please|pls|plz|(?:and|then|ok|okay|so|well|um|hey|hi|hello|thanks|yes|no|sorry|actually|cool|wow|alright|"
    rf"yeah|hm+|oh|ah|interesting)(?=,)|{LEADS}(?=, {_ASKS_ON})|{LEADS}(?= (?:and |but |so )?(?:what|how) about )"
    r"|(?:(?:no|sorry|actually),? )*(?:i (?:mean|meant)|what i mean(?:t)? (?:is|was)))(?:, ?| )"
    r"|(?:请问一下|请问|请你|请|麻烦你|麻烦)[, ]*|(?:不是?|好的?|嗯|哦|那)(?=,)[, ]*"
    r"|(?:不是?,?)?我(?:的意思是|是说|指的是)[, ]*)+"
)
POLITE_TAIL = re.compile(r"(?:,? (?:please|pls|plz|thanks|thank you|thx)|[ ,]*(?:谢谢你|谢谢))$")
PARTICLE = re.compile(r"(?<=.)(?:[吗呢吧啊呀]|(?<![什怎那多])么)$")
"""What ends a Chinese question; "什么" is left whole by who looks for it first."""

_LABELS = {"date": "on", "day": "on", "year": "in", "about": "about", "to": "to", "from": "since", "until": "until"}
_LABEL = re.compile(r"(?<![\w/])(?P<label>date|day|year|about|to|from|until) ?: ?", re.IGNORECASE)
_LABELLED = re.compile(r"(?:/?[a-z]+ )?[\"']?(?:date|day|year|about|to|from|until) ?:", re.IGNORECASE)
_QUOTES = re.compile('["\u201c\u201d]')


def without_labels(text: str) -> str:
    """What is written like a command's options as a sentence: ``date: "18 january" year: 2013`` has "on" and "in"."""
    if not _LABELLED.match(text):
        return text
    return _QUOTES.sub(" ", _LABEL.sub(lambda label: f" {_LABELS[label['label'].lower()]} ", text))


_ASK = (
    r"(?:(?:can|could|would|will) you (?:please )?)?(?:(?:tell|show|give|find|get) (?:me|us)|search(?: for)?|"
    r"list(?: me)?(?: all)?(?: of)?(?: the)?|(?:show|give)(?: me| us)? all(?: of)?(?: the)?|"
    r"what(?:'s|s| is)(?: that| this| all this| it)?(?= about )|"
    r"look up|look for|lookup|find|let (?:me|us) (?:know|see)|i(?:'m| am) looking for|"
    r"i(?: want|'d like| would like| wanna)(?: to (?:know|see|read|hear|learn|find))?|"
    r"(?:where )?(?:can|could|may) i (?:get|read|see|find|have|learn)|"
    r"(?:do|did) you (?:know|have|remember|hear)(?: of)?|have you (?:got|heard|seen)(?: of)?|"
    r"what (?:do|did) you (?:know|have|remember|hear)|what have you got|what(?:'s| is| was) (?:known|there|the story)|"
    r"what(?:'s| is) the news|what else (?:do you (?:know|have)|is there|happened)?|what else|is there|are there|"
    r"was there|were there|any idea|got)"
)
LIST = re.compile(
    r"(?:(?:can|could|would|will) you |please )*(?:list|(?:show|give)(?: me)? (?:all|every|a list|the list))(?= )"
    r"|(?:all|every)(?: the)? (?:events?|news|stories) (?:about|on|of|in|from)(?= )"
    r"|(?:请)?(?:列出|列举)|(?:所有|全部)"
)
"""What asks for a list, not for one event."""
_NOUN = (
    r"(?:(?:any|some|all|more|the|an?|other|latest|every|all the|any other) )?(?:anything|something|everything|things?|"
    r"events?|news|stor(?:y|ies)|info|informations?|pages?|articles?|headlines?|details?|reports?|facts?)(?: else)?"
    r"(?: (?:that )?(?:you (?:know|have|got)|there is))?"
)
_MORE = r"(?:(?:some )?more|(?:any|some)thing new)"
_ENDS = r"(?=[ ,:?]|$)"
_BIRTHDAY = r"(?:(?:my|his|her|our) (?:birthday|birth ?date)(?: (?:is|was))?|(?:i|he|she) was born)(?: on| in)?"
_HAPPENED = r"(?:happ?en+(?:ed|d|s|ing)?|happned|went on|going on|took place|occurred)"
_WHERE = r"(?: (?:in|to|with|at|near|around|on|when|during|involving|inside|for|over))?"
_ENGLISH_FRAMES = (
    rf"(?:{_ASK} )?(?:(?:{_NOUN}|all|{_MORE}) )?(?:that (?:is|was|are|were) )?about{_ENDS}",
    rf"(?:{_ASK} )?(?:{_NOUN}|{_MORE})"
    rf" (?:on|regarding|concerning|involving|mentioning|from|in|with|at|near){_ENDS}",
    rf"(?:{_ASK} )?what(?:'s|s| is| was| has| had| did| does| else| all| exactly| events?| things)? "
    rf"{_HAPPENED}{_WHERE}{_ENDS}",
    rf"(?:did|has) (?:anything|something) {_HAPPENED}{_WHERE}{_ENDS}",
    rf"(?:what|which|list(?: all)?(?: the)?) (?:events?|news|stories)(?: (?:{_HAPPENED}|(?:are|were) there))?"
    rf"(?:{_WHERE}| about){_ENDS}",
    rf"(?:{_ASK} )?(?P<open>(?:when|where|why|how) (?:did|was|were|is|are|does|has|do)|"
    r"(?:who|what)(?:'s| is| was| are| were)|(?:who|which (?:team|country|party|film))(?= (?:won|wins) ))(?= )",
    rf"{_ASK}(?: (?:on|about|regarding|concerning))?{_ENDS}",
    r"(?:(?:do|can) you )?remember(?: when| the time)?(?= )",
    r"/?(?:event|search|find) ?:",
    r"/(?:event|search|find|about)(?= )",
)
ENGLISH_FRAME = re.compile("(?:" + "|".join(_ENGLISH_FRAMES) + ")")
"""What stands before the thing asked about. Ends before a space, a sign or the sentence's end."""
FILLERS = re.compile(
    r"(?:event|events|story|stories|news|anything|something|everything|more|tell|show|give|find|search|some|info|please|"
    r"know|have|there|what|any|the|me|us|you|do|does|can|could|got|heard|is|are|all|it|an?|article|information|details)"
)
SLIPPED = ("event", "events", "story", "stories", "news", "anything", "something", "everything", "tell", "show", "know")
"""What may stand before "about", and what of it is read with a slip: "evnt abuot"."""
NOUN_ALONE = re.compile(
    rf"(?>(?:{_NOUN}|(?:that |which )?{_HAPPENED}|what(?:'s)?(?: (?:on|new|up))?|"
    rf"{_BIRTHDAY}|happenings?|all|list|will happen|what will happen|the|on|at|in (?:the )?history|in|and)"
    r"(?:[ ,?]+|$))*+|(?:大?事件?|新闻|消息|事情|故事|报道|大事记)"
)
"""What says nothing beside a date: "events 2013"."""
ARTICLE = re.compile(r"(?:the|an?|any|some) (?=.)")
STORY_TAIL = re.compile(r" story$")
ENGLISH_TAIL = re.compile(
    r" (?:in (?:the|your) (?:archives?|news)|in history|happen(?:ed)?|take place|occur(?:red)?|again)$"
)
HOLLOW = re.compile(
    r"(?:(?:who|what|it|the|an?|one|they|he|she|i|you|we|us|me|him|her|that|this|them|is|was|are|and|or|of|in|on) ?)+"
)
"""Words too slight to be a question's whole content once an article has gone: "the who"."""

_CHINESE_ASK = (
    r"(?:我想要?(?:知道|看看?|了解|找)(?:一下)?|想(?:知道|看看?|了解)(?:一下)?|你?(?:知道|记得|了解)|告诉我|"
    r"给我(?:看看|看|讲讲|说说|找找|找|查查|查)?|帮我(?:找找|找|查查|查|搜)(?:一下)?|搜索(?:一下)?|搜寻|搜一下|搜搜|"
    r"(?:列出|列举)(?:所有|全部)?的?|所有|全部|"
    r"查找|查询|查一下|查查|找一下|找找|说说|讲讲|谈谈|聊聊|介绍(?:一下)?|看看|显示)[ ,:]*"
)
CHINESE_ASK = re.compile(
    rf"(?:{_CHINESE_ASK}){{0,3}}(?:(?:还?有没有|有什么|有哪些|是否有|还有什么|还有)[ ,]*)?(?:任何|一些)?"
)
CHINESE_ABOUT = re.compile(r"(?:关于|有关(?!的)|对于|涉及)[ ,:]*")
CHINESE_HAPPENED = re.compile(
    r"(?:都|曾|还|又)?(?:发生(?:过|了)?(?:些)?(?:什么|哪些)?(?:大?事情?|大?事件|新闻)?|"
    r"有(?:过)?(?:些)?(?:什么|哪些|啥)(?:大?事情?|大?事件|新闻|消息)?|出了什么事|怎么了|怎么回事|怎么样了?|"
    r"是?(?:在)?(?:什么时候|何时|哪一?年|哪一?天|哪里|哪儿|什么地方)(?:开始|发生|结束|举行|爆发|去世|逝世|死)?的?)了?[吗呢么]?$"
)
CHINESE_NOUN = re.compile(
    r"(?:的(?:事件|新闻|消息|事情|故事|报道|资料|信息|内容|情况|东西|事)|新闻|消息|的)[吗呢么吧]?$"
)
CHINESE_AT = re.compile(r"(?:在|于)(?=.)")

ON_THIS_DAY = re.compile(
    r"(?<![a-z0-9])(?:on )?(?:this|that|the same|same) (?:very )?(?:day|date) in (?:the )?history(?![a-z0-9])"
    r"|(?<![a-z0-9])on (?:this|the same) (?:very )?(?:day|date)(?![a-z0-9])"
    r"|(?:^|(?<=happened ))(?:this|the same|same) (?:day|date)(?=$| in | about | of |,|\?| on | from "
    r"| [0-9]| (?:a|one|two|five|ten) )"
    r"|^today's (?:events?|news|stories|history)(?![a-z])"
    r"|(?<![a-z0-9])(?:otd|onthisday|on-this-day)(?![a-z0-9])|^history(?: of| for)?(?= today)"
    r"|(?<=today )in (?:the )?history|(?<=yesterday )in (?:the )?history|(?<=tomorrow )in (?:the )?history"
    r"|^(?:(?:show me |give me |tell me |any |all |today's |the |what )*)"
    r"anniv[aei]rs[aei]r(?:y|ies|ys)(?P<of> (?:of|for)(?= ))?"
    r"(?=$| today| on | in | about | of | for | from | [0-9]| (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
    r"|历史上?的?(?:这一天|这天|同一天|(?=今天|今日|昨天|昨日|前天|明天|明日|[0-9一二三四五六七八九十]{1,3}月))"
    r"|[那往历]年(?:的)?(?=今日|今天)|周年纪念日?(?=$|的)"
)
"""What says that a day's anniversaries are wanted; its day, if another than today, stands elsewhere."""
_WEEK = r"(?:this|last|next|the (?:current|last|past|previous|next)) (?:week|month)"
_CHINESE_WEEK = r"[本这上下](?:一?个|一)?(?:周|星期|礼拜|月)"
ON_THESE_DAYS = re.compile(
    rf"(?<![a-z0-9])(?:(?:in|on|during|from) )?(?P<days>{_WEEK}) in (?:the )?history(?![a-z0-9])"
    rf"|^(?:show me |give me |tell me |any |all |the )*anniversaries (?:of |for |in )?(?P<days2>{_WEEK})(?![a-z])"
    rf"|历史上的?(?P<days3>{_CHINESE_WEEK})"
)
"""What says that the anniversaries of a week's or a month's days are wanted, with that week or month."""
# Only so is "post" or "news" something to be set up: "stop news of the world" and "daily post" are looked for.
_TO_A_PLACE = r"(?: here| every ?day| (?:in|to) (?:#|<#|this channel|here).*)"
COMMAND = re.compile(
    r"/(?:digest|archive)(?: .*)?"
    r"|digests?(?: (?:add|edit|list|pause|resume|remove|now|preview|status|settings)(?: .*)?)?"
    r"|archive (?:reload|status|problems)"
    r"|(?:please )?(?:add|set up|create|make|start|schedule|stop|remove|pause) (?:a |an |the |my |our )?"
    rf"(?:(?:daily )?digests?(?: .*)?|(?:daily (?:posts?|news)|(?:posts?|news){_TO_A_PLACE}){_TO_A_PLACE}*)"
    r"|daily digests?|(?:un)?subscribe(?: me)?|reload(?: the archive)?"
    r"|(?:添加|设置|新增|停止|删除)?每日(?:摘要|推送)|(?:添加|设置|新增|停止|删除)每日新闻|订阅|取消订阅"
)
"""What only slash commands do, typed as plain words."""
AFTER_A_DAY = re.compile(r" ?in (?:the )?history(?![a-z0-9])")
TOPIC_LEAD = re.compile(r"(?:about|on|in|for|with|from|regarding|concerning|of|at)(?= )")

RANDOM_ABOUT = re.compile(
    r"(?:(?:show|give|tell|send|get) me )?(?:an? |any |some |another )?random"
    r"(?: (?:event|story|stories|news|page|one|article|thing)s?)?"
    r"(?: (?:about|on|from|in|with|regarding) (?P<about>.+))?"
    r"|surprise me (?:with|about) (?:something (?:about|on|from|in) )?(?P<about2>.+)"
    r"|(?:随机|随便)(?:来|给我|看)?(?:一?[个条则])?(?:有?关于)?"
    r"(?P<about3>.+?)(?:的(?:事件|新闻|消息|事情|故事|事)?|事件|新闻)"
)
_COUNTABLE = r"(?:events?|news(?: stories)?|stories|articles|pages|entries|things|records)"
_HAVE = (
    r"(?:do you (?:have|know)|have you(?: got)?|are there|were there|happened|does (?:it|the archive) (?:have|hold))"
)
_OF = r"(?:about|on|of|in|from|with|for|during|since|before|after|related to)"
HOW_MANY = re.compile(
    rf"how many {_COUNTABLE}(?: {_HAVE})?(?: (?P<of>{_OF} .+?|[12][0-9]{{3}}))?(?: {_HAVE})?"
    r"|how many (?P<named>(?:about|on|regarding|concerning) .+)"
    rf"|how many (?P<kind>(?!people|men|women|were|are|died|times|years|days)[^ ].*?) {_HAVE}(?P<time> in .+)?"
    r"|(?:你?(?:一共|总共)?有多少|多少)(?:个|条|则|件)?(?:关于|有关|跟|和)?(?P<chinese>.+?)(?:有关|相关)?的?(?:事件|新闻|消息|报道)"
    r"|(?:关于)?(?P<counted>.+?)(?:有关|相关)?的?(?:事件|新闻|消息|报道)?(?:一共|总共)?有多少(?:个|条|则|件)?(?:事件|新闻|消息|报道)?"
)
"""Words that ask how many events there are of something, with that something."""
_NOUNS = (
    r"(?:(?:show me|give me|tell me|find|find me|search|any|some|all|the|more|other|what(?:'s| is| else is| was)?|"
    r"anything|something|everything|events?|news|stor(?:y|ies)|pages?|articles?|things?) ){0,4}"
)
_LIKE = r"(?:more|something|anything|everything|events?|news|stories|things|others?|ones?) (?:just )?like"
RELATED_TO = re.compile(
    rf"{_NOUNS}(?:related|similar|connected|linked) (?:events? |news |stories )?(?:to|with) (?P<to>.+)"
    rf"|{_NOUNS}{_LIKE} (?P<to2>.+)"
    r"|(?:与|和|跟|同)?(?P<to3>.+?)(?:有关|相关|类似|相似)的?(?:事件|新闻|消息|内容|事情|报道)?[吗呢么]?"
)
"""Words that ask for what is related to something, with that something."""
