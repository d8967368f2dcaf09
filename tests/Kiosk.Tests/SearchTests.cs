using Wenden.Contracts.Queue;

namespace Wenden.Kiosk.Tests;

public sealed class SearchTests
{
    private static readonly Item[] _items =
    [
        Of("card", 12, "社会保障卡申领", "Social-security card"),
        Of("pension", 35, "养老保险待遇领取资格认证", "Certification of entitlement to a pension"),
        Of("early", 3, "提前退休/病残津贴申请(特殊工种)", "Early retirement"),
        Of("move", 120, "重复参保长期待遇清理", "Duplicate insurance"),
    ];

    [Theory]
    [InlineData("社会保障", "card")]
    [InlineData("认证", "pension")]
    [InlineData("shbzk", "card")]
    [InlineData("YLBX", "pension")]
    [InlineData("txbcjt", "early")]
    [InlineData("renzheng", "pension")]
    [InlineData("shehuibaoz", "card")]
    [InlineData("shbaozhangk", "card")]
    [InlineData("renzhang", "")]
    [InlineData("zfcb", "move")]
    [InlineData("cfcb", "move")]
    [InlineData("12", "card move")]
    [InlineData("35", "pension")]
    [InlineData("retire", "early")]
    [InlineData("  认证 ", "pension")]
    [InlineData("zzzz", "")]
    [InlineData("", "")]
    public void An_item_is_found_by_what_a_visitor_knows_of_it(string query, string codes) =>
        string.Join(' ', ItemSearch.Find(_items, query).Select(item => item.Code)).ShouldBe(codes);

    [Fact]
    public void The_exact_number_and_the_beginning_of_a_name_come_first()
    {
        ItemSearch.Find(_items, "3").Select(item => item.Code).ShouldBe(["early", "pension"]);
        ItemSearch.Find([Of("b", 1, "单位参保", ""), Of("a", 2, "参保登记", "")], "cb").Select(item => item.Code).ShouldBe(["a", "b"]);
    }

    private static Item Of(string code, int number, string name, string english) => new() { Code = code, Number = number, Name = name, NameEn = english };
}
