"""Whole sentences that mean one thing by themselves, in English and Chinese.

They are matched on folded text: small letters, single spaces, simplified characters, no sign at the ends.
"""

from __future__ import annotations

import re
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.talk.phrases import LEADS, PARTICLE


class Saying(StrEnum):
    """What a whole sentence can mean by itself."""

    HELP = "help"
    GREETING = "greeting"
    PRIVACY = "privacy"
    STATUS = "status"
    RANDOM = "random"
    RELATED = "related"
    SOURCES = "sources"
    MORE = "more"
    THEN = "then"
    COUNT = "count"
    BACK = "back"
    NEXT = "next"
    EARLIER = "earlier"
    WHEN = "when"
    DETAIL = "detail"
    LATEST = "latest"
    YES = "yes"
    CHAT = "chat"
    THANKS = "thanks"
    FAREWELL = "farewell"
    COMPLAINT = "complaint"
    BEYOND = "beyond"
    AGAIN = "again"
    DAY_AFTER = "day-after"
    DAY_BEFORE = "day-before"


_SENTENCES = {
    Saying.HELP: (
        "help|help me|clio|what can you do|what do you do|what can i ask|what can i ask you|how do i use this|"
        "how does this work|how does it work|how do you work|how do i use it|how do i use you|commands|examples|"
        "how to use|usage|what can i do|what should i ask|what now|"
        "how do i start|where do i start|i don't understand|i do not understand|i don't get it|i'm confused|what|huh|"
        "帮助|帮帮我|帮我|你能做什么|你会什么|你会做什么|你能干什么|怎么用|怎么使用|如何使用|"
        "我能问什么|可以问什么|命令|例子|用法|使用方法|使用说明"
    ),
    Saying.GREETING: (
        "hello|hello there|hi|hi there|hey|hey there|hi clio|hello clio|hey clio|good morning|good evening|"
        "good afternoon|good day|hiya|greetings|howdy|你好|您好|嗨|你好啊|大家好|早上好|下午好|晚上好|早"
    ),
    Saying.PRIVACY: (
        "privacy|privacy policy|your privacy policy|what about privacy|what about my privacy|data protection|gdpr|"
        "what do you store|what do you store about me|what do you know about me|what do you keep|"
        "what do you keep about me|what data do you collect|what data do you store|what data do you keep|"
        "do you store my messages|do you keep my messages|do you save my messages|do you store my data|"
        "do you keep my data|do you read my messages|do you read all messages|are you spying on me|"
        "隐私|隐私政策|隐私权|你存储什么|你保存什么|你会保存什么|你记录什么|你知道我什么|你会读我的消息吗|"
        "你会保存我的消息吗|你保存我的数据吗|你收集什么数据"
    ),
    Saying.STATUS: (
        "about|about you|about yourself|about clio|who are you|what are you|what is this|what's this|what is clio|"
        "who is clio|tell me about yourself|tell me about you|status|version|stats|statistics|how many events|"
        "how many events do you have|how many events do you know|how many events are there|how big is the archive|"
        "how far back do you go|which years do you have|what years do you have|where do you get your news|"
        "who made you|who wrote this|who wrote you|who built you|who made this|licence|license|"
        "are you a bot|are you a robot|are you human|are you real|are you a human|are you a person|are you an ai|"
        "are you ai|are you chatgpt|what's clio|what's your name|what is your name|"
        "这是什么|你们的数据哪里来的|你的数据哪里来的|数据来源|数据从哪里来|你的新闻哪里来的|你是机器人吗|你是人吗|"
        "你是ai吗|你是真人吗|你叫什么|你叫什么名字|你是谁|你是什么|您是谁|关于|关于你|关于你自己|介绍一下你自己|"
        "介绍你自己|状态|版本|统计|有多少事件|"
        "你有多少事件|谁做的你|谁写的|谁开发的你|许可|许可证|clio是什么|clio是谁"
    ),
    Saying.RANDOM: (
        "random|random event|a random event|random story|a random story|random news|random one|something random|"
        "anything random|surprise|surprise me|any event|pick one|pick something|tell me something|"
        "tell me something interesting|tell me a story|show me something|i'm feeling lucky|feeling lucky|roll|"
        "随机|随机事件|随机一个|随机一个事件|随机来一个|随机新闻|来个随机事件|来一个随机事件|随便|随便看看|"
        "随便来一个|随便来个|随便一个|随便说一个|给我一个惊喜|给我惊喜|惊喜"
    ),
    Saying.RELATED: (
        "related|related events|related event|related news|related stories|what's related|what is related|"
        "anything related|similar|similar events|similar news|similar stories|similar ones|more like this|"
        "more like that|more like it|like this|like that|like this one|like that one|more like this one|"
        "more like that one|see also|anything similar|what else happened|what else|"
        "related to|related with|similar to|show related|show me related|events related to|anything related to|"
        "what is related to|"
        "相关|相关事件|相关的|相关的事件|相关新闻|相关消息|相关内容|有关的|有关事件|类似|类似的|类似事件|"
        "类似的事件|更多类似的|还有类似的|有类似的|有相关的|还有相关的|和这个相关的|与此相关的|与此有关的|"
        "还有什么相关的|与什么相关|和什么有关"
    ),
    Saying.NEXT: (
        "what happened next|what happened then|what happened after that|what happened afterwards|what happened later|"
        "what came next|what followed|what happened after|what happened after this|what happened since|and afterwards|"
        "and after that|after that|after this|what came after|"
        "what came afterwards|then what|and then what|then what happened|what then|"
        "what happened in the end|what happened next after that|what came of it|"
        "what became of it|what was the outcome|how did it go on|how did it continue|and what happened next|"
        "后来呢|后来怎么样|后来怎么样了|后来发生了什么|然后呢|之后呢|接下来呢|接下来发生了什么|之后发生了什么|"
        "后续|后续呢|后来如何|后续如何"
    ),
    Saying.EARLIER: (
        "what happened before|what happened before that|what happened before this|what came before|"
        "what came before that|what led to this|what led to that|what led to it|"
        "and before|and before that|before that|what happened earlier|how did it come to this|"
        "how did it come to that|how did this start|how did this begin|how did it start|how did it begin|"
        "之前发生了什么|在这之前|之前呢|在此之前|此前发生了什么|起因|起因是什么|此前呢"
    ),
    Saying.THEN: "and then|and|then|之后|然后|接着呢",
    Saying.COUNT: (
        "how many are there|how many is that|how many in all|how many in total|how many altogether|"
        "how many events is that|how many of them are there|how many of these are there|"
        "一共多少|总共多少|一共有多少|总共有多少|一共几个|有几个|有多少个"
    ),
    Saying.BACK: (
        "back|go back|previous|previous page|the previous page|previous ones|prev|back to the list|show the list|"
        "the list|"
        "the list again|back please|previous answer|the previous one|"
        "返回|返回列表|上一个|上一页|回去|后退|上页|上一条|回到列表|上一步"
    ),
    Saying.SOURCES: (
        "sources|source|the sources|the source|its sources|its source|show sources|show the sources|"
        "show me the sources|show me sources|link|links|the link|the links|show links|references|reference|"
        "citation|citations|where is that from|where is this from|where's that from|where's this from|"
        "where is it from|where does that come from|where does this come from|where did you get that|"
        "where did you get this|who says|who says so|who says that|says who|who reported it|who reported this|"
        "who reported that|what's the source|what is the source|what are the sources|source please|any sources|"
        "any source|give me the source|give me the sources|give me a source|give me sources|can i see the source|"
        "can i see the sources|do you have a source|do you have sources|got a source|have you got a source|"
        "source for that|source for this|sources for that|sources for this|source of that|what's your source|"
        "what is your source|how do you know|how do you know that|according to whom|prove it|can you prove it|proof|"
        "给我来源|给我出处|给我链接|来源|出处|消息来源|新闻来源|信息来源|资料来源|链接|参考|参考资料|哪里来的|哪来的|"
        "来源是什么|来源呢|"
        "出处呢|消息来源是什么|来自哪里|出自哪里|谁说的|谁报道的|原文|原文链接|看来源|显示来源|它的来源|有来源"
    ),
    Saying.MORE: (
        "more|more please|some more|show more|show me more|give me more|tell me more|any more|anything more|"
        "another|another one|anything else|more results|more events|more of them|more of these|next|next page|"
        "next ones|the next ones|go on|continue|keep going|carry on|and more|the rest|show the rest|"
        "is that all|is that everything|is there more|are there more|any others|others|"
        "give me another|give me another one|one more|one more please|and another|show me another|"
        "再来一个|再来一条|再一个|"
        "更多|更多的|还有|还有呢|还有更多|继续|接着|下一页|下页|下一批|再来|再来一些|再来几个|再来点|更多事件|"
        "更多结果|还有别的|还有其他的|多一点|显示更多|看更多"
    ),
    Saying.WHEN: (
        "when|when exactly|when was that|when was it|when was this|when is that|when is this|when did that happen|"
        "when did it happen|when did this happen|when did that take place|when did it take place|what date|"
        "what date was that|what date was it|what date was this|which date|what day|what day was that|what day was it|"
        "which day|which day was that|which day was it|what year|what year was that|what year was it|which year|"
        "which year was that|how long ago|how long ago was that|how long ago was it|how many years ago|"
        "how many years ago was that|"
        "这是哪一年的事|那是哪一年的事|哪一年的事|这是什么时候的|什么时候|什么时间|何时|哪天|哪一天|哪年|哪一年|几号|"
        "什么日期|多久以前|多久之前|几年前|多少年前|"
        "那是什么时候|这是什么时候|是什么时候|那是哪一年|这是哪一年|那是哪天|那是哪一天|什么时候的事|"
        "什么时候发生的|是什么时候发生的|这是什么时候的事|那是什么时候的事"
    ),
    Saying.DETAIL: (
        "where|where exactly|where was that|where was it|where was this|where is that|where is it|where is this|"
        "where did that happen|where did it happen|where did this happen|what country|which country|what place|"
        "which place|who|who was that|who was it|who is that|who did it|who did that|who did this|by whom|"
        "who was involved|who is involved|who were they|who was there|why|why was that|why did that happen|"
        "why did it happen|why did this happen|how|how come|how so|how did that happen|how did it happen|"
        "how did this happen|how was that|and how did it end|how did it end|how many|how many people|how many died|"
        "what is it|what was it|what is that|what was that|what is it about|what was that about|what does that mean|"
        "picture|a picture|pictures|photo|photos|image|show me a picture|show me the picture|is there a picture|"
        "any pictures|any photos|do you have a picture|do you have pictures|照片|图片|有图片吗|有照片吗|给我看图片|"
        "what does it mean|who won|who lost|any casualties|any deaths|any survivors|any victims|"
        "在哪|在哪里|在哪儿|哪里|哪儿|什么地方|在什么地方|哪个国家|是哪里|那是哪里|那是在哪里|发生在哪里|在哪里发生的|"
        "谁|是谁|有谁|都有谁|那是谁|谁干的|谁做的|涉及谁|为什么|为何|怎么发生的|为什么会这样|多少人死了|死了多少人|"
        "多少人死亡|有多少人死亡|有多少人死了|伤亡多少|伤亡如何|多少人受伤|伤亡人数|死亡人数|谁赢了|谁输了|结果呢|"
        "结果怎么样|多少人"
    ),
    Saying.LATEST: (
        "latest|latest news|the latest|the latest news|latest events|recent news|recent events|what's new|what is new|"
        "breaking news|any news|news today|current events|what's the latest|what is the latest|"
        "最新消息|最新新闻|最新|最近新闻|最近的新闻|近期新闻|最近发生了什么|有什么新闻|时事"
    ),
    Saying.YES: (
        "yes|yeah|yep|yup|yes please|sure|ok|okay|please do|do it|do that|go ahead|that one please|"
        "是的|是|好|好的|好啊|可以|要|对"
    ),
    Saying.CHAT: (
        "cool|nice|great|wow|lol|haha|so|well|um|hm|hmm|oh|ah|i see|interesting|that's interesting|"
        "how interesting|good|fine|alright|all right|got it|understood|really|no way|omg|"
        "no|nope|nah|no sources|no source|no links|no related|no related events|please|how are you|how are you doing|"
        "how do you do|how's it going|"
        "what's up|sup|i love you|sorry|never mind|nevermind|no thanks|no thank you|test|testing|"
        "你好吗|对不起|没事|不用了|好吧|哈哈|嗯|哦|什么|不是|不|不要|有意思|真有意思|不错|知道了|明白了|测试"
    ),
    Saying.THANKS: (
        "thank u|thanx|tnx|tks|thanks so much|thanks mate|thank you clio|thanks clio|"
        "thanks|thank you|thank you very much|thank you so much|thanks a lot|many thanks|thx|ty|cheers|"
        "ok thanks|okay thanks|great thanks|good job|well done|good bot|nice work|perfect|awesome|"
        "谢谢|谢谢你|多谢|谢了|感谢|非常感谢|好的谢谢|太好了|真棒|干得好"
    ),
    Saying.COMPLAINT: (
        "that's wrong|that is wrong|this is wrong|it's wrong|it is wrong|wrong|you're wrong|you are wrong|"
        "that's not true|that is not true|this is not true|that's false|that's a lie|is that true|is it true|"
        "is this true|is that right|is this right|is that correct|is this correct|are you sure|"
        "are you sure about that|that's not right|that is not right|incorrect|not correct|nonsense|rubbish|bullshit|"
        "fake news|liar|you lie|this is not what i asked|that's not what i asked|that is not what i asked|"
        "not what i asked|not what i meant|that's not what i meant|that is not what i meant|that's not it|"
        "you are stupid|you're stupid|stupid|stupid bot|you suck|bad bot|dumb bot|useless|this is useless|"
        "you are useless|you're useless|you don't understand|you do not understand|you misunderstood|"
        "错了|不对|你错了|这是错的|不是这个意思|我不是这个意思|真的吗|是真的吗|这是真的吗|你确定吗|确定吗|你真笨|笨蛋|"
        "胡说|"
        "没意思|胡说八道|没用|你没听懂|不是我想要的|答非所问"
    ),
    Saying.BEYOND: (
        "what's the weather|what is the weather|what's the weather like|how's the weather|how is the weather|"
        "what's the weather today|weather today|weather forecast|what time is it|what's the time|what is the time|"
        "tell me a joke|joke|sing|sing a song|sing me a song|write a poem|how old are you|where are you from|"
        "where do you live|do you have feelings|what is the meaning of life|"
        "can you translate|can you sing|can you draw|can you help me with my homework|"
        "你能翻译吗|你会翻译吗|讲个笑话|天气怎么样|今天天气怎么样|现在几点|几点了|唱首歌|写首诗|你几岁|你多大了"
    ),
    Saying.FAREWELL: (
        "bye|bye bye|byebye|bye now|good bye|goodbye|good-bye|good night|goodnight|see you|see you later|see ya|cya|"
        "stop|stop it|enough|that's enough|no more|no more please|no more thanks|i'm done|i am done|"
        "farewell|ciao|ok bye|okay bye|thanks bye|that's all|that is all|"
        "再见|再會|再会|拜拜|拜|晚安|回头见|下次见|走了|我走了"
    ),
    Saying.AGAIN: (
        "again|repeat|repeat that|repeat it|repeat please|say that again|say it again|show it again|show that again|"
        "again please|come again|once more|"
        "can you repeat that|could you repeat that|can you say that again|再说一遍|再说一次|重复|重复一遍"
    ),
    Saying.DAY_AFTER: (
        "what happened the next day|what happened the day after|what happened the following day|"
        "the next day|next day|the day after|day after|the following day|following day|"
        "第二天|后一天|下一天|次日|隔天|翌日"
    ),
    Saying.DAY_BEFORE: (
        "the day before|day before|the previous day|previous day|the previous one day|前一天|上一天|头一天"
    ),
}
SAYINGS = {sentence: saying for saying, sentences in _SENTENCES.items() for sentence in sentences.split("|")}
"""What each whole sentence says."""

# "no more" and "no sources" want none, while "no, the sources" does.
_LEAD = re.compile(rf"(?:{LEADS}[, ]|no,) ?(?=.)")
_LEAST_SLIPPED = 10
# What is about the answer before: nobody looks for these words, so that one with a slip is meant all the same.
_FOLLOWING_ON = frozenset({
    Saying.RELATED, Saying.NEXT, Saying.EARLIER, Saying.SOURCES, Saying.MORE, Saying.WHEN, Saying.DETAIL,
    Saying.DAY_AFTER, Saying.DAY_BEFORE,
})  # fmt: skip
_BEHIND_OTHERS = _FOLLOWING_ON | {Saying.THANKS, Saying.FAREWELL, Saying.COMPLAINT}
_LONG = tuple(
    sentence
    for sentence, saying in SAYINGS.items()
    if saying in _FOLLOWING_ON and len(sentence) >= _LEAST_SLIPPED and " " in sentence
)
_LONGEST = max(map(len, _LONG))
_FIRST = frozenset(sentence.partition(" ")[0] for sentence in _LONG)
_LAST = frozenset(sentence.rpartition(" ")[2] for sentence in _LONG)


def saying_of(folded: str) -> Saying | None:
    """What a whole sentence says, even behind "so" or "ok and", and with one wrong letter in a long one; or None."""
    saying = SAYINGS.get(folded) or SAYINGS.get(PARTICLE.sub("", folded))
    if saying is None and (lead := _LEAD.match(folded)):
        following = saying_of(folded[lead.end() :])
        return following if following in _BEHIND_OTHERS else None
    if saying is None and " " in folded and _LEAST_SLIPPED <= len(folded) <= _LONGEST + 1:
        first, *_, last = folded.split(" ")
        if first in _FIRST or last in _LAST:  # a single slip leaves one of them whole
            slipped = process.extractOne(folded, _LONG, scorer=OSA.distance, score_cutoff=1)
            saying = SAYINGS[slipped[0]] if slipped else None
    return saying
