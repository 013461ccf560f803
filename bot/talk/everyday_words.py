"""Everyday words of the news in Chinese and English, for questions in another language than the archive's.

Countries, their capitals and other cities are not here: their names come with Babel, from Unicode's CLDR.
"""

from __future__ import annotations

_TABLE = """
地震 = earthquake; 海啸 = tsunami; 火山 = volcano; 喷发 爆发 = eruption; 洪水 洪灾 水灾 = flood; 台风 = typhoon;
飓风 = hurricane; 龙卷风 = tornado; 旱灾 干旱 = drought; 山体滑坡 滑坡 泥石流 = landslide; 雪崩 = avalanche;
火灾 大火 = fire; 山火 森林大火 = wildfire; 饥荒 = famine; 暴风雪 雪灾 = blizzard; 热浪 = heat wave; 气候 = climate;
日食 = solar eclipse; 灾难 = disaster; 事故 = accident; 遇难 死亡 丧生 = killed; 去世 逝世 = dies; 救援 = rescue;

空难 坠机 = plane crash; 飞机 客机 = plane; 航班 = flight; 失踪 = missing; 直升机 = helicopter; 机场 = airport;
渡轮 = ferry; 邮轮 游轮 = cruise ship; 沉没 沉船 = sinks; 船 = ship; 海盗 = pirates; 火车 列车 = train;
出轨 = derails; 矿难 = mine disaster; 矿工 = miners; 大桥 桥 = bridge; 倒塌 坍塌 = collapse; 泄漏 = leak;
漏油 原油泄漏 = oil spill;

战争 = war; 内战 = civil war; 入侵 = invasion; 战斗 战役 = battle; 空袭 = air strikes; 轰炸 = bombing;
爆炸 = explosion; 炸弹 = bomb; 自杀式袭击 自杀袭击 = suicide attack; 恐怖袭击 = terrorist attack;
恐怖分子 = terrorists; 恐怖主义 = terrorism; 袭击 攻击 = attack; 枪击 枪击案 = shooting;
暗杀 刺杀 遇刺 = assassination; 谋杀 = murder; 屠杀 大屠杀 = massacre; 种族灭绝 = genocide; 人质 = hostages;
绑架 = kidnapped; 政变 = coup; 叛军 反政府武装 = rebels; 叛乱 = rebellion; 停火 = ceasefire; 和平 = peace;
和谈 = peace talks; 谈判 会谈 = talks; 条约 = treaty; 协议 = agreement; 制裁 = sanctions; 军队 = army;
士兵 = soldiers; 导弹 = missile; 核试验 = nuclear test; 核武器 = nuclear weapons; 核电站 = nuclear plant;
核 = nuclear; 化学武器 化武 = chemical weapons; 难民 = refugees; 边境 = border;

选举 大选 = election; 公投 = referendum; 投票 = vote; 独立 = independence; 革命 = revolution; 起义 = uprising;
抗议 示威 = protest; 骚乱 暴动 = riots; 罢工 = strike; 总统 = president; 总理 首相 = prime minister; 部长 = minister;
国王 = king; 女王 = queen; 王子 = prince; 公主 = princess; 教皇 教宗 = pope; 议会 国会 = parliament;
政府 = government; 法院 法庭 = court; 审判 受审 = trial; 监狱 = prison; 死刑 处决 = execution; 辞职 = resigns;
就职 = inauguration; 腐败 贪污 = corruption; 丑闻 = scandal; 间谍 = spy; 警察 警方 = police; 毒品 = drug;
婚礼 = wedding;

金融危机 = financial crisis; 经济危机 = economic crisis; 危机 = crisis; 经济 = economy; 银行 = bank;
破产 = bankruptcy; 股市 = stock market; 石油 = oil; 疫情 = outbreak; 病毒 = virus; 禽流感 = bird flu;
猪流感 = swine flu; 流感 = flu; 非典 = SARS; 埃博拉 = Ebola; 艾滋病 = AIDS; 疫苗 = vaccine;

太空 航天 = space; 航天飞机 = space shuttle; 空间站 = space station; 宇航员 航天员 = astronaut; 火箭 = rocket;
卫星 = satellite; 发射 = launch; 火星 = Mars; 月球 = moon; 冥王星 = Pluto; 彗星 = comet; 行星 = planet;
诺贝尔和平奖 = Nobel peace prize; 诺贝尔奖 诺贝尔 = Nobel prize; 奥运会 奥运 奥林匹克 = Olympics; 世界杯 = World Cup;
足球 = football; 网球 = tennis; 冠军 = champion; 奥斯卡 = Academy Awards; 电影 = film; 音乐 = music; 大象 = elephant;

联合国安理会 安理会 = Security Council; 北约 = NATO; 世卫组织 = World Health Organization; 白宫 = White House;
塔利班 = Taliban; 基地组织 = al-Qaeda; 哈马斯 = Hamas; 真主党 = Hezbollah; 伊斯兰国 = Islamic State;
维基解密 = WikiLeaks; 维基百科 = Wikipedia; 谷歌 = Google; 苹果公司 = Apple; 微软 = Microsoft;

韩国 = South Korea; 朝鲜 = North Korea; 美国 = United States; 沙特 = Saudi Arabia; 阿联酋 = United Arab Emirates;
波黑 波斯尼亚 = Bosnia; 香港 = Hong Kong; 澳门 = Macau; 巴勒斯坦 = Palestinian; 刚果 刚果金 = Congo; 俄国 = Russia;
科特迪瓦 象牙海岸 = Ivory Coast; 捷克 = Czech; 马其顿 = Macedonia; 斯威士兰 = Swaziland; 东帝汶 = East Timor;
土耳其 = Turkey; 缅甸 = Myanmar; 苏联 = Soviet Union; 南斯拉夫 = Yugoslavia; 中东 = Middle East; 加沙 加萨 = Gaza;
约旦河西岸 = West Bank; 克什米尔 = Kashmir; 达尔富尔 = Darfur; 车臣 = Chechnya; 克里米亚 = Crimea; 西藏 = Tibet;
新疆 = Xinjiang; 四川 汶川 = Sichuan; 北京 = Beijing; 福岛 = Fukushima; 华盛顿 = Washington;
孟买 = Mumbai; 科纳 = Konna; 廷巴克图 = Timbuktu; 切尔诺贝利 = Chernobyl; 阿拉伯之春 = Arab Spring;
印度洋 = Indian Ocean; 太平洋 = Pacific; 大西洋 = Atlantic; 泰坦尼克号 泰坦尼克 = Titanic; 马航 = Malaysia Airlines;
王室 皇室 = royal; 世博会 = Expo; 大型强子对撞机 = Large Hadron Collider;

奥巴马 欧巴马 = Obama; 布什 布希 = Bush; 克林顿 = Clinton; 普京 普丁 = Putin; 卡扎菲 格达费 = Gaddafi;
本拉登 拉登 = bin Laden; 萨达姆 = Saddam; 曼德拉 = Mandela; 阿拉法特 = Arafat; 穆巴拉克 = Mubarak; 阿萨德 = Assad;
默克尔 = Merkel; 萨科齐 = Sarkozy; 布莱尔 = Blair; 沙龙 = Sharon; 金正日 = Kim Jong-il; 金正恩 = Kim Jong-un;
昂山素季 翁山苏姬 = Aung San Suu Kyi; 达赖喇嘛 = Dalai Lama; 斯诺登 = Snowden; 阿桑奇 = Assange; 马拉拉 = Malala;
迈克尔杰克逊 = Michael Jackson; 戴安娜 = Diana; 乔布斯 = Steve Jobs; 撒切尔 = Thatcher; 查韦斯 = Chavez;
"""

PAIRS: tuple[tuple[tuple[str, ...], str], ...] = tuple(
    (tuple(chinese.split()), english.strip())
    for chinese, _, english in (pair.partition("=") for pair in _TABLE.split(";") if pair.strip())
)
"""Chinese words of one meaning, the first the commonest, in simplified characters, with the English for it."""
