using Wenden.Intake.Cases;

namespace Wenden.Intake.Tests.Cases;

public sealed class CaseStatesTests
{
    [Theory]
    [InlineData("draft,signed", "draft")]
    [InlineData("awaiting-signature,signed", "awaiting-signature")]
    [InlineData("signed,signed", "signed")]
    [InlineData("accepted,in-review", "accepted")]
    [InlineData("completed,in-review", "in-review")]
    [InlineData("waiting-facts,in-review", "waiting-facts")]
    [InlineData("completed,rejected", "closed")]
    [InlineData("withdrawn,withdrawn", "withdrawn")]
    [InlineData("withdrawn,completed", "closed")]
    public void A_case_stands_where_its_slowest_item_stands(string items, string state) =>
        CaseStates.OfCase(items.Split(',')).ShouldBe(state);

    [Fact]
    public void Every_state_can_be_reached_from_draft()
    {
        var reached = new HashSet<string> { ItemState.Draft };
        while (CaseStates.Arrows.Any(arrow => reached.Contains(arrow.From) && reached.Add(arrow.To)))
        {
        }

        reached.ShouldBe(CaseStates.Arrows.SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct(), ignoreOrder: true);
        reached.Count.ShouldBe(9);
    }

    [Theory]
    [InlineData(ItemState.Completed)]
    [InlineData(ItemState.Rejected)]
    public void Nothing_leaves_an_end(string end) => CaseStates.Arrows.ShouldNotContain(arrow => arrow.From == end);

    [Fact]
    public void Nothing_is_accepted_that_is_not_signed() =>
        CaseStates.Arrows.Where(arrow => arrow.To == ItemState.Accepted).ShouldHaveSingleItem().From.ShouldBe(ItemState.Signed);
}
