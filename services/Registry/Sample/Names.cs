namespace Wenden.Registry.Sample;

/// <summary>Names put together from common surnames and given-name characters, and firm and place names that nobody bears.</summary>
internal static class Names
{
    private static readonly string[] Surnames =
        Characters("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
            + "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文丛毕鞠");

    private static readonly string[] Male = Characters("伟强磊军洋勇杰涛超明刚平辉鹏飞华志文建国海波林斌宇浩凯健俊帆亮毅峰松");
    private static readonly string[] Female = Characters("芳娜敏静丽艳娟霞秀英兰玉梅红玲桂香月珍莲春燕雪琳颖慧婷倩洁云凤琴");
    private static readonly string[] Trades = 
        ["纺织", "渔具", "食品", "机械", "建材", "物流", "家电", "服饰", "包装", "园艺", "餐饮", "印务"];
    private static readonly string[] Places = ["东", "西", "南", "北", "上", "下", "前", "后"];
    private static readonly string[] Features = ["河", "岭", "泉", "石", "林", "庄", "坡", "塘"];
    private static readonly string[] Ethnicities = ["满族", "朝鲜族", "回族", "蒙古族"];

    public static string Surname(Dice dice) => dice.Pick(Surnames);

    public static string Person(Dice dice, string surname, bool isMale)
    {
        var characters = isMale ? Male : Female;
        return surname + dice.Pick(characters) + (dice.Chance(75) ? dice.Pick(characters) : "");
    }

    public static string Firm(Dice dice, int number) => $"样例{dice.Pick(Trades)}{number:000}号有限公司";

    public static string Village(Dice dice) => dice.Pick(Places) + dice.Pick(Features) + "村";

    public static string Ethnicity(Dice dice) => dice.Chance(98) ? "汉族" : dice.Pick(Ethnicities);

    private static string[] Characters(string text) => [.. text.Select(character => character.ToString())];
}
