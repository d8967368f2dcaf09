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
        reached.Count.ShouldBe(11);
    }

    [Theory]
    [InlineData(ItemState.Completed)]
    [InlineData(ItemState.Rejected)]
    public void Nothing_leaves_an_end_but_to_be_decided_anew(string end) =>
        CaseStates.Arrows.Where(arrow => arrow.From == end).ShouldHaveSingleItem().To.ShouldBe(ItemState.Accepted);

    [Fact]
    public void Nothing_is_first_accepted_that_is_not_signed()
    {
        string[] earlier = [ItemState.Draft, ItemState.AwaitingSignature, ItemState.Signed, ItemState.Withdrawn];

        CaseStates.Arrows.Where(arrow => earlier.Contains(arrow.From) && !earlier.Contains(arrow.To)).ShouldBe([new Arrow(ItemState.Signed, ItemState.Accepted)]);
    }

    [Fact]
    public void The_picture_in_the_docs_has_every_step()
    {
        var picture = string.Join('\n', CaseStates.Arrows.Select(arrow => $"    {Name(arrow.From)} --> {Name(arrow.To)}"));

        File.ReadAllText(Path.Combine(Root(), "docs", "cases.md")).ShouldContain(picture);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Wenden.Aspire.sln")))
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        return folder;
    }

    private static string Name(string state) => state.Replace('-', '_');
}
