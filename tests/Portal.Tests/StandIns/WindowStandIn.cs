using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>What Intake and the registry do for a visitor at a window: one person is known, whose forms are drawn when they are asked for a second time.</summary>
public sealed class WindowStandIn
{
    /// <summary>Of the one person whom the registry knows.</summary>
    public const string IdentityNumber = "371003197001011221";

    /// <summary>Code of an item that is refused whenever it is to be completed.</summary>
    public const string NeverCompleted = "item-30";

    /// <summary>Of the one employer that can be acted for; with none given the person is registered to.</summary>
    public const string EmployerCode = "91371081MA3C9XLP56", Employer = "威海天润机械有限公司";

    private static readonly Guid _person = Guid.Parse("0191d3a0-0000-7000-8000-00000000a11d");
    private readonly ConcurrentDictionary<Guid, Opened> _cases = new();
    private readonly FormStandIn _forms = new();
    private readonly ConcurrentDictionary<Guid, byte[]> _files = new();
    private readonly ConcurrentDictionary<string, (Guid Id, JsonElement Claimed, string Reason)> _contested = new();
    private readonly Guid _earlier = Guid.CreateVersion7();

    public void Map(IEndpointRouteBuilder asked)
    {
        _forms.Map(asked, id => _cases[id].Forms);
        asked.MapPost("/sites/{site}/cases", Open);
        asked.MapGet("/sites/{site}/cases", (string site, Guid ticket) => _cases.Values.Where(opened => opened.Ticket == ticket).Select(opened => View(site, opened, ++opened.Looks)));
        asked.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/complete", (Guid id, string code) =>
        {
            if (code == NeverCompleted)
                return Caller.Problem(409, "item.waits-for", "还不能办结");
            _cases[id].Completed.Enqueue(code);
            return Results.Ok(new { });
        });
        asked.MapPost("/sites/{site}/cases/{id:guid}/accept", (Guid id, JsonElement wanted) =>
        {
            _cases[id].Lacking =
            [
                .. wanted.GetProperty("gaps").EnumerateArray()
                    .Where(gap => gap.GetProperty("materials").EnumerateArray().Select(material => material.GetString()).SequenceEqual(["household-register"]))
                    .Select(gap => gap.Text("item")),
            ];
            return Results.Ok(new { });
        });
        asked.MapGet("/sites/{site}/cases/{id:guid}/materials", (Guid id) => Results.Ok(Materials(_cases.TryGetValue(id, out var opened) ? opened : OfReviewer(id))));
        asked.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/materials/{material}", HandInAsync);
        asked.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/materials/{material}/reuse", Reuse);
        asked.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/materials/{material}/withdraw", (Guid id, JsonElement wanted) =>
        {
            _cases[id].Withdrawn.Enqueue(wanted.GetProperty("materialId").GetGuid());
            return Results.NoContent();
        });
        foreach (var (path, isOffered) in new[] { ("commitment", true), ("commitment/revoke", false) })
        {
            asked.MapPost($"/sites/{{site}}/cases/{{id:guid}}/items/{{code}}/materials/{{material}}/{path}", (Guid id) =>
            {
                _cases[id].IsCommitted = isOffered;
                return Results.Ok(new { });
            });
        }

        asked.MapGet("/sites/{site}/cases/{id:guid}/materials/{file:guid}", (Guid file) => Results.Bytes(_files[file], "image/jpeg"));
        asked.MapPost("/persons/lookup", (JsonElement wanted) => wanted.Text("idNumber") == IdentityNumber
            ? Results.Ok(new { personId = _person, name = "王春梅", site = "town-longshan" })
            : Caller.Problem(404, "person.unknown", "登记库中没有此人"));
        asked.MapGet("/persons/{id:guid}", (Guid id, HttpContext context) => context.Request.Headers["X-Wenden-Purpose"].ToString().StartsWith("ticket/")
            ? Results.Ok(File(id))
            : Caller.Problem(400, "purpose.missing", "没有说明原因"));
        asked.MapPost("/sites/{site}/persons/{id:guid}/facts/{fact}/contest", (string fact, JsonElement wanted, HttpContext context) =>
        {
            if (!context.Request.Headers["X-Wenden-Purpose"].ToString().StartsWith("ticket/"))
                return Caller.Problem(400, "purpose.missing", "没有说明原因");
            _contested[fact] = (Guid.CreateVersion7(), wanted.GetProperty("claimed").Clone(), wanted.Text("reason")!);
            return Results.Json(new { }, statusCode: 201);
        });
        asked.MapGet("/sites/{site}/contested-facts", () => _contested.Select(one => new
        {
            id = one.Value.Id, fact = one.Key, stated = "王春梅", source = "公安户籍", claimed = one.Value.Claimed, reason = one.Value.Reason, askedBy = "t001", askedAt = "2019-10-21T09:12:00+08:00",
        }));
        asked.MapPost("/sites/{site}/contested-facts/{id:guid}/decide", (Guid id) =>
        {
            _contested.TryRemove(_contested.Single(one => one.Value.Id == id));
            return Results.Ok(new { });
        });
        asked.MapGet("/facts", () => new object[]
        {
            new { name = "name", type = "text", zh = "姓名", en = "Name", canBeCorrected = true }, new { name = "birthDate", type = "day", zh = "出生日期", en = "Date of birth", canBeCorrected = false },
            new { name = "fileInCustody", type = "bool", zh = "档案托管", en = "File in custody", canBeCorrected = true },
            new { name = "drewUnemploymentBenefitInYear", type = "bool", zh = "本年度领取失业金", en = "Drew unemployment benefit in the year", canBeCorrected = true },
            new { name = "sex", type = "text", zh = "性别", en = "Sex", canBeCorrected = false, values = new { F = new { zh = "女", en = "female" }, M = new { zh = "男", en = "male" } } },
            new { name = "phone", type = "text", zh = "联系电话", en = "Telephone", canBeCorrected = true },
            new { name = "minorChildBirthDates", type = "days", zh = "抚养子女出生日期", en = "Birth dates of children raised", canBeCorrected = true },
            new
            {
                name = "householdRegistration", type = "text", zh = "户籍所在地", en = "Household registration", canBeCorrected = true,
                values = new { wendeng = new { zh = "文登区", en = "Wendeng" }, weihai = new { zh = "威海市其他区市", en = "elsewhere in Weihai" } },
            },
        });
    }

    private IResult Open(string site, JsonElement wanted, HttpContext context)
    {
        if (context.Request.Headers["Idempotency-Key"].Count == 0)
            return Caller.Problem(400, "key.missing", "没有 Idempotency-Key");
        if (wanted.Text("identityNumber") != IdentityNumber)
            return Caller.Problem(404, "person.unknown", "登记库中没有此人");
        var (ticket, employer) = (wanted.GetProperty("ticketId").GetGuid(), wanted.TryGetProperty("employerCode", out var code) ? code.GetString() : null);
        if (employer is not (null or "" or EmployerCode))
            return Caller.Problem(404, "employer.unknown", $"没有用人单位 {employer}");
        var opened = new Opened(employer is null ? ticket : Guid.CreateVersion7(), ticket, [.. wanted.GetProperty("items").EnumerateArray().Select(item => item.GetString()!)], employer);
        return _cases.TryAdd(opened.Id, opened) ? Results.Json(View(site, opened, 0), statusCode: 201) : Caller.Problem(409, "case.exists", "此人凭这张排队号已有业务");
    }

    private async Task<IResult> HandInAsync(Guid id, string code, string material, HttpContext context)
    {
        if (context.Request.Headers["Idempotency-Key"].Count == 0)
            return Caller.Problem(400, "key.missing", "没有 Idempotency-Key");
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (body.ToArray() is not [0xFF, 0xD8, 0xFF, ..])
            return Caller.Problem(400, "material.format-unknown", "只接收 JPEG、PNG 图片和 PDF 文件");
        var file = Guid.CreateVersion7();
        _files[file] = body.ToArray();
        _cases[id].HandedIn.Enqueue((code, material, file));
        return Results.Json(File(file, null), statusCode: 201);
    }

    private IResult Reuse(Guid id, string code, string material, JsonElement wanted)
    {
        _cases[id].HandedIn.Enqueue((code, material, wanted.GetProperty("materialId").GetGuid()));
        return Results.Ok(File(_earlier, "2020-03-01"));
    }

    /// <summary>A case on a reviewer's list, with a certificate handed in.</summary>
    private static Opened OfReviewer(Guid id)
    {
        var opened = new Opened(id, id, [.. Enumerable.Range(90, 5).Select(number => $"item-{number}")], null);
        foreach (var item in opened.Items)
            opened.HandedIn.Enqueue((item, "unemployment-certificate", Guid.CreateVersion7()));
        return opened;
    }

    /// <summary>Each item wants three papers: one proved by data, one that nobody has seen, and one that was handed in last year.</summary>
    private object Materials(Opened opened) => new
    {
        caseId = opened.Id, factsKnown = true,
        items = opened.Items.Select(code => new
        {
            code, name = $"事项 {code}", open = true,
            materials = new[]
            {
                Material(opened, code, "id-card", "居民身份证", "Identity card", "main", ["paper", "data"], isProved: true),
                Material(opened, code, "unemployment-certificate", "失业证", "Unemployment certificate", "main", ["paper"]),
                Material(opened, code, "household-register", "户口簿", "Household register", "secondary", ["paper", "commitment"], _earlier),
            },
        }),
    };

    private static object Material(
        Opened opened, string item, string code, string name, string nameEn, string importance, string[] proof, Guid? earlier = null, bool isProved = false)
    {
        var files = opened.HandedIn.Where(one => one.Item == item && one.Material == code && !opened.Withdrawn.Contains(one.File)).Select(one => one.File).ToArray();
        var canCommit = proof.Contains("commitment");
        return new
        {
            code, name, nameEn, importance, proof, canCommit, commitment = canCommit && opened.IsCommitted ? "offered" : null, state = files.Length > 0 ? "handed-in" : isProved ? "proved" : "missing",
            files = files.Select(file => File(file, null)),
            earlier = earlier is { } known && !files.Contains(known) ? new[] { File(known, "2020-03-01") } : [],
        };
    }

    private static object File(Guid id, string? validUntil) => new
    {
        materialId = id, caseId = id, material = "x", mediaType = "image/jpeg", bytes = 1, handedInBy = "t001", handedInAt = "2019-10-21T09:12:00+08:00", validUntil,
    };

    /// <summary>The forms are drawn by the second look, and the visitor has signed by the fifth.</summary>
    private static object View(string site, Opened opened, int looks) => new
    {
        site, caseId = opened.Id, personId = _person, state = StateOf(opened, looks),
        employer = opened.Employer is null ? null : new { code = EmployerCode, name = Employer, authority = opened.Employer.Length == 0 ? "registered" : "paper" },
        items = opened.Items.Select((code, place) => new
        {
            code, name = $"事项 {code}", state = opened.Completed.Contains(code) ? "completed" : StateOf(opened, looks), missing = Array.Empty<string>(), instant = true, followUp = "none",
            waitsFor = place == 0 ? [] : new[] { opened.Items[0] },
            gaps = (opened.Lacking ?? []).Where(lacking => lacking == code).Select(_ => new { name = "户口簿", dueOn = "2019-11-04" }),
        }),
        forms = opened.Forms.Select(form => new { formId = form.Id, template = form.Template, state = form.IsSigned ? "signed" : looks > 1 ? "rendered" : "wanted", missingFields = Array.Empty<string>() }),
    };

    private object File(Guid id) => new
    {
        personId = id, version = 3, site = "town-longshan",
        facts = new
        {
            name = new { value = "王春梅", source = "公安户籍", asOf = "2019-09-30", contestedOn = ContestedOn("name") }, birthDate = new { value = "1970-01-01", source = "公安户籍", asOf = "2019-09-30" },
            fileInCustody = new { value = true, source = "档案托管", asOf = "2019-10-10" },
            minorChildBirthDates = new { value = new[] { "2010-05-17", "2013-02-28" }, source = "公安户籍", asOf = "2019-09-30", contestedOn = ContestedOn("minorChildBirthDates") },
            householdRegistration = new { value = "wendeng", source = "公安户籍", asOf = "2019-09-30", contestedOn = ContestedOn("householdRegistration") },
        },
        benefits = new[] { new { kind = "survivors-allowance", since = "2015-04-01", monthlyAmount = 860, certifiedOn = "2018-11-02" } },
    };

    private string? ContestedOn(string fact) => _contested.ContainsKey(fact) ? "2019-10-21" : null;

    private static string StateOf(Opened opened, int looks) =>
        opened.Lacking is not null ? "accepted" : looks > 4 || opened.Forms.All(form => form.IsSigned) ? "signed" : looks > 1 ? "awaiting-signature" : "draft";

    private sealed class Opened(Guid id, Guid ticket, string[] items, string? employer)
    {
        public Guid Id => id;

        public Guid Ticket => ticket;

        /// <summary>Credit code as the teller typed it; none where the case is the person's own.</summary>
        public string? Employer => employer;

        public ConcurrentQueue<string> Completed { get; } = new();

        public string[] Items => items;

        public int Looks { get; set; }

        private readonly FormStandIn.Form[] _forms = [.. items.Select(_ => new FormStandIn.Form())];
        private readonly FormStandIn.Form _commitment = new("personal-commitment");

        public IReadOnlyList<FormStandIn.Form> Forms => IsCommitted ? [.. _forms, _commitment] : _forms;

        /// <summary>Items accepted without the household register; none before acceptance.</summary>
        public string[]? Lacking { get; set; }

        public ConcurrentQueue<(string Item, string Material, Guid File)> HandedIn { get; } = new();

        public ConcurrentQueue<Guid> Withdrawn { get; } = new();

        /// <summary>Whether a commitment is offered for the household register.</summary>
        public bool IsCommitted { get; set; }
    }
}
