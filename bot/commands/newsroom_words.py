"""What is said in the newsroom of ``clio demo``, and what it adds to the page's own words, in the page's languages."""

from __future__ import annotations

WELCOME = "Welcome to the newsroom. <@{clio}> keeps an archive of news events for us."
ASK_IT = "Type `/` to see what it can be asked, for example `/event` with *Konna*."
SET_IT_UP = (
    "It can post the day's anniversaries here every morning, too. That is for moderators to set up: take my place "
    "under *You are*, at the bottom left, then type `/digest add` and press Enter."
)
TODAY = "**What happened today, some years ago?** `/onthisday` tells."
RELATED = "And `/related` finds what belongs together."
THREAD = "Everything about the war in Mali goes here."
MODERATORS = "Only moderators see this channel, and only you are offered `/digest` and `/archive`."
KONNA = "Ten months of war, from one town on."
SEE_IT = (
    "The digest comes here by itself from now on. No need to wait: press the clock at the top, then *Run a week*, and "
    "seven arrive, each at its time. Under the hood (`</>` at the top), *Digests* tells what became of each, and "
    "*Trouble* is there to be made."
)
"""How to see a digest that has just been set up."""

WORDS = {
    "zh-CN": {
        "member": "成员",
        "moderator": "管理员",
        "operator": "运营者",
        "reads Chinese": "读中文",
        "Digests": "每日摘要",
        "Local date": "当地日期",
        "State": "状态",
        "Due": "应发",
        "Ended": "结束",
        "Where": "频道",
        "Schedule": "安排",
        "Post": "帖子",
        "Tries": "尝试次数",
        "Last error": "最近的错误",
        "No digest is set up yet. A moderator does that with /digest add.": (
            "还没有设好每日摘要。管理员可以用 /digest add 设置。"
        ),
        "Read it": "查看",
        "next": "下一次",
        "planned": "待发送",
        "sending": "发送中",
        "paused": "已暂停",
        "sent": "已发送",
        "failed": "失败",
        "missed": "错过",
        "empty": "无内容",
        "Restart Clio": "重启 Clio",
        "Clio was stopped and is starting again.": "Clio 已停止，正在重新启动。",
    }
}
"""What the newsroom adds to the page's own words, in the page's other languages."""

SAID = {
    "zh-CN": {
        WELCOME: "欢迎来到编辑室。<@{clio}> 为我们保管一份新闻事件的档案。",
        ASK_IT: "输入 `/` 看看可以问它什么，例如用 `/事件` 查 *Konna*。",
        SET_IT_UP: (
            "它还可以每天早上在这里发布当天的历史事件。这要由管理员来设置：请在左下角的“*你是*”里换成我，"
            "然后输入 `/每日摘要 添加` 并按回车键。"
        ),
        TODAY: "**历史上的今天发生过什么？** `/历史上的今天` 会告诉你。",
        RELATED: "`/相关` 则会找出彼此有关的事件。",
        THREAD: "关于马里战争的内容都放在这里。",
        MODERATORS: "只有管理员能看到这个频道，也只有你们能使用 `/每日摘要` 和 `/档案`。",
        KONNA: "十个月的战争，从一个小镇开始。",
        SEE_IT: (
            "从现在起，每日摘要会自动发到这里。不必等待：点一下顶部的时钟，再点“*推进一周*”，就会有七份摘要按时到来。"
            "在“幕后”（顶部的 `</>`）里，“*每日摘要*”记录了每一份的结果，“*故障*”则可以用来制造麻烦。"
        ),
    }
}
"""What is said there in the page's other languages. Under the hood it goes over the wire in English."""
