using System.Net;
using Wenden.Intake.Cases;
using Wenden.Intake.Catalogue;
using Wenden.Intake.Materials;
using Wenden.Intake.Materials.Checking;
using Wenden.Intake.Materials.Storing;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Materials;

public sealed class HandInTests(IntakeHall hall)
{
    private const string Item = "subsidy-4050", Card = "social-security-card", Certificate = "unemployment-certificate";
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task What_is_handed_in_is_listed_and_read_again()
    {
        var opened = await OpenAsync();

        using var response = await _teller.TryHandInAsync(opened.CaseId, Item, Certificate, Samples.WithExif(Samples.Jpeg(), 6));

        var handedIn = await response.ReadAsync<MaterialFile>(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe($"/sites/{_teller.Site}/cases/{opened.CaseId}/materials/{handedIn.MaterialId}");
        (handedIn.Material, handedIn.MediaType, handedIn.HandedInBy, handedIn.CaseId).ShouldBe((Certificate, "image/jpeg", "t001", opened.CaseId));
        var needed = (await NeededAsync(opened)).Single(one => one.Code == Certificate);
        (needed.State, needed.Importance).ShouldBe((MaterialState.HandedIn, Importance.Main));
        needed.Files.ShouldBe([handedIn]);
        using var read = await _teller.GetAsync($"/{opened.CaseId}/materials/{handedIn.MaterialId}");
        read.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        read.Headers.CacheControl!.NoStore.ShouldBeTrue();
        read.Content.Headers.ContentDisposition!.ToString().ShouldBe($"inline; filename={Certificate}-{handedIn.MaterialId}.jpeg");
        (await read.Content.ReadAsByteArrayAsync()).Length.ShouldBe(handedIn.Bytes);
    }

    [Fact]
    public async Task Each_material_says_whether_data_prove_it()
    {
        var opened = await OpenAsync();
        hall.Neighbours.Facts[opened.PersonId] = new() { ["idNumber"] = "x", ["name"] = "王春梅", ["socialSecurityCard"] = "", ["unemploymentCertificate"] = false };

        var listed = await _teller.MaterialsAsync(opened.CaseId);

        listed.FactsKnown.ShouldBeTrue();
        listed.Items.Single().Materials.Select(one => (one.Code, one.State)).ShouldBe(
            [("id-card-or-residence-permit", MaterialState.Proved), (Card, MaterialState.Missing), (Certificate, MaterialState.Missing)]);
    }

    [Fact]
    public async Task A_registry_that_is_away_keeps_nobody_from_the_rest()
    {
        var opened = await OpenAsync();
        await _teller.HandInAsync(opened.CaseId, Item, Card, Samples.Png());
        hall.Neighbours.Facts.Remove(opened.PersonId, out _);

        var listed = await _teller.MaterialsAsync(opened.CaseId);

        listed.FactsKnown.ShouldBeFalse();
        listed.Items.Single().Materials.Select(one => one.State).ShouldBe([MaterialState.Missing, MaterialState.HandedIn, MaterialState.Missing]);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_another_file_409()
    {
        var (opened, key) = (await OpenAsync(), Guid.CreateVersion7().ToString());

        using var first = await _teller.TryHandInAsync(opened.CaseId, Item, Card, Samples.Jpeg(), key);
        using var again = await _teller.Beside().TryHandInAsync(opened.CaseId, Item, Card, Samples.Jpeg(), key);
        using var other = await _teller.TryHandInAsync(opened.CaseId, Item, Card, Samples.Png(), key);
        using var keyless = await _teller.TryHandInAsync(opened.CaseId, Item, Card, Samples.Png(), "");

        (await again.ReadAsync<MaterialFile>(HttpStatusCode.Created)).ShouldBe(await first.ReadAsync<MaterialFile>(HttpStatusCode.Created));
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "idempotency.key-reused");
        await keyless.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "idempotency.key-missing");
    }

    [Fact]
    public async Task The_same_file_at_the_same_time_is_one_row_and_one_object()
    {
        var opened = await OpenAsync();
        var file = Samples.Jpeg(seed: 4711);
        var beside = _teller.Beside("t002");

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? _teller : beside).TryHandInAsync(opened.CaseId, Item, Card, file)));

        var handedIn = await Task.WhenAll(responses.Select(response => response.ReadAsync<MaterialFile>(HttpStatusCode.Created)));
        handedIn.Distinct().ShouldHaveSingleItem();
        (await RowsAsync(opened)).ShouldBe(1);
        var sha256 = await hall.ScalarAsync<string>("select sha256 from materials where case_id = @CaseId", opened);
        Objects(sha256).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_people_with_the_same_paper_share_the_object_and_nothing_else()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        var file = Samples.Pdf(trailer: "/Info 6 0 R", objects: "<< /Title (shared) >>");

        var first = await _teller.HandInAsync(one.CaseId, Item, Card, file);
        var second = await _teller.HandInAsync(other.CaseId, Item, Card, file);

        second.MaterialId.ShouldNotBe(first.MaterialId);
        (await hall.ScalarAsync<long>("select count(distinct sha256) from materials where site = @Site", _teller)).ShouldBe(1);
        using var foreign = await _teller.GetAsync($"/{other.CaseId}/materials/{first.MaterialId}");
        await foreign.ShouldBeProblemAsync(HttpStatusCode.NotFound, "material.unknown");
    }

    [Fact]
    public async Task A_crash_before_the_commit_leaves_an_object_without_a_row_at_most()
    {
        var (opened, key, file) = (await OpenAsync(), Guid.CreateVersion7().ToString(), Samples.Jpeg(seed: 815));
        var sha256 = ObjectDamagedException.HashOf(CheckedFile.Of(file).Content);
        hall.PowerFailsAfter[sha256] = true;

        using var crashed = await _teller.TryHandInAsync(opened.CaseId, Item, Card, file, key);

        crashed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (Objects(sha256).Count, await RowsAsync(opened)).ShouldBe((1, 0));
        hall.PowerFailsAfter.Remove(sha256, out _);
        using var again = await _teller.TryHandInAsync(opened.CaseId, Item, Card, file, key);
        await again.ReadAsync<MaterialFile>(HttpStatusCode.Created);
        (Objects(sha256).Count, await RowsAsync(opened)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_lost_or_changed_object_is_said_and_not_shown()
    {
        var opened = await OpenAsync();
        var handedIn = await _teller.HandInAsync(opened.CaseId, Item, Card, Samples.Png(seed: 99));
        var sha256 = await hall.ScalarAsync<string>("select sha256 from materials where id = @MaterialId", handedIn);
        File.Delete(Objects(sha256).Single());

        using var read = await _teller.GetAsync($"/{opened.CaseId}/materials/{handedIn.MaterialId}");

        await read.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "material.damaged");
    }

    [Fact]
    public async Task What_is_refused_says_why_in_both_languages()
    {
        var opened = await OpenAsync();
        var script = Samples.Pdf("/OpenAction << /S /JavaScript /JS (x) >>");
        (byte[] File, HttpStatusCode Status, string Code)[] refused =
        [
            ([], HttpStatusCode.BadRequest, "material.empty"),
            ("GIF89a"u8.ToArray(), HttpStatusCode.BadRequest, "material.format-unknown"),
            (Samples.ClaimingPng(50_000, 50_000), HttpStatusCode.BadRequest, "material.picture-too-large"),
            (Samples.Jpeg(400, 200)[..700], HttpStatusCode.BadRequest, "material.picture-broken"),
            (script, HttpStatusCode.BadRequest, "material.pdf-active"),
            ("%PDF-1.4"u8.ToArray(), HttpStatusCode.BadRequest, "material.pdf-broken"),
            (new byte[ReceivedFile.MostBytes + 1], HttpStatusCode.RequestEntityTooLarge, "material.too-large"),
        ];

        foreach (var (file, status, code) in refused)
        {
            using var response = await _teller.TryHandInAsync(opened.CaseId, Item, Card, file);
            await response.ShouldBeProblemAsync(status, code);
        }

        (await RowsAsync(opened)).ShouldBe(0);
        var (chinese, english) = (Codes(""), Codes(".en"));
        english.ShouldBe(chinese, ignoreOrder: true);
        chinese.ShouldContain("material.pdf-files");
    }

    [Fact]
    public async Task Only_what_the_item_needs_is_taken_and_only_until_it_ends()
    {
        var opened = await OpenAsync();

        using var strange = await _teller.TryHandInAsync(opened.CaseId, Item, "invoices", Samples.Jpeg());
        using var unheardOf = await _teller.TryHandInAsync(opened.CaseId, "card-loss", "id-card", Samples.Jpeg());
        using var nowhere = await _teller.TryHandInAsync(Guid.CreateVersion7(), Item, Card, Samples.Jpeg());
        await hall.ScalarAsync<int>("update case_items set state = 'withdrawn' where case_id = @CaseId", opened);
        using var late = await _teller.TryHandInAsync(opened.CaseId, Item, Card, Samples.Jpeg());

        await strange.ShouldBeProblemAsync(HttpStatusCode.NotFound, "material.not-needed");
        await unheardOf.ShouldBeProblemAsync(HttpStatusCode.NotFound, "case.item-unknown");
        await nowhere.ShouldBeProblemAsync(HttpStatusCode.NotFound, "case.item-unknown");
        (await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "item.ended")).GetProperty("state").GetString().ShouldBe(ItemState.Withdrawn);
        (await _teller.MaterialsAsync(opened.CaseId)).Items.Single().Open.ShouldBeFalse();
    }

    [Fact]
    public async Task Tellers_hand_in_and_reviewers_look_and_only_at_their_site()
    {
        var opened = await OpenAsync();
        var handedIn = await _teller.HandInAsync(opened.CaseId, Item, Card, Samples.Jpeg());
        var paths = new[] { $"/{opened.CaseId}/materials", $"/{opened.CaseId}/materials/{handedIn.MaterialId}" };

        foreach (var role in Roles.All)
        {
            foreach (var (site, may) in new[] { (_teller.Site, role is Roles.Teller or Roles.Reviewer or Roles.Approver), ("elsewhere", false) })
            {
                using var client = Teller.Client(hall.First, $"role={role}; name=x; site={site}");
                foreach (var path in paths)
                {
                    using var read = await client.GetAsync(new Uri($"/sites/{_teller.Site}/cases{path}", UriKind.Relative));
                    read.StatusCode.ShouldBe(may ? HttpStatusCode.OK : HttpStatusCode.Forbidden, $"{role} at {site}: {path}");
                }
            }
        }

        using var reviewer = Teller.Client(hall.First, $"role={Roles.Reviewer}; name=r1; site={_teller.Site}");
        using var post = await reviewer.PostAsync(new Uri($"/sites/{_teller.Site}/cases/{opened.CaseId}/items/{Item}/materials/{Card}", UriKind.Relative), null);
        post.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var elsewhere = await new Teller(hall).GetAsync($"/{opened.CaseId}/materials/{handedIn.MaterialId}");
        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.NotFound, "material.unknown");
    }

    private async Task<CaseView> OpenAsync()
    {
        var opened = await _teller.OpenAsync(Item);
        hall.Neighbours.Facts[opened.PersonId] = [];
        return opened;
    }

    private async Task<IReadOnlyList<NeededMaterial>> NeededAsync(CaseView opened) => (await _teller.MaterialsAsync(opened.CaseId)).Items.Single().Materials;

    private Task<long> RowsAsync(CaseView opened) => hall.ScalarAsync<long>("select count(*) from materials where case_id = @CaseId", opened);

    private List<string> Objects(string sha256) => [.. Directory.GetFiles(hall.Objects.FullName, $"{sha256}*", SearchOption.AllDirectories)];

    private static IEnumerable<string> Codes(string language) =>
        new System.Resources.ResourceManager("Wenden.Intake.Resources.Problems", typeof(Program).Assembly)
            .GetResourceSet(language == "" ? System.Globalization.CultureInfo.InvariantCulture : System.Globalization.CultureInfo.GetCultureInfo("en"), true, false)!
            .Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key);
}
