namespace Wenden.Portal.Tests.StandIns;

/// <summary>Applications, payments and notices of one site, as they stand by what was done with them.</summary>
internal sealed class SubsidySite
{
    public static readonly DateTimeOffset Now = new(2019, 10, 21, 8, 30, 0, TimeSpan.FromHours(8));
    private static readonly string[] _names = ["丛海燕", "于建国", "毕秀兰", "邢玉芬", "宋立军", "刁桂香", "鞠红梅", "侯永强", "初淑珍", "连志刚", "慈爱华", "隋玉玲", "荣桂芝"];

    public SubsidySite()
    {
        Applications = [.. _names.Select((name, place) => new SubsidyApplication { Name = name, Place = place, State = place < 6 ? "first-review" : place < 9 ? "second-review" : place == 9 ? "override-review" : "approved" })];
        foreach (var (place, exclusion) in new[] { (1, "X2"), (3, "X6"), (7, "X4"), (9, "X3") })
        {
            (Applications[place].Outcome, Applications[place].Exclusions) = ("ineligible", [exclusion]);
        }

        Applications[4].Obstacles = ["E"];
        Applications[5].ClaimedBy = "r009";
        foreach (var application in Applications.Skip(6))
            (application.FirstBy, application.FirstApproves, application.FirstNote) = ("r001", true, "与登记数据一致");
        (Applications[7].FirstOverride, Applications[7].FirstNote) = (true, "原单位错报参保月数，已核对工资单");
        (Applications[8].FirstApproves, Applications[8].FirstNote) = (false, "本人已另行就业");
        (Applications[9].SecondBy, Applications[9].FirstOverride, Applications[9].FirstNote) = ("a001", true, "上一轮扶持只享受了两个月");
        foreach (var approved in Applications.Skip(10))
            (approved.SecondBy, approved.Granted, approved.DecidedAt) = ("a001", 5000, Now.AddDays(-12));
        Applications[10].NoticeEndsOn = new DateOnly(2019, 10, 16);
        Applications[11].NoticeEndsOn = new DateOnly(2019, 10, 25);
        (Applications[12].NoticeEndsOn, Applications[12].HasAccount) = (new DateOnly(2019, 10, 16), false);
        Objections = [new SubsidyObjection { ApplicationId = Applications[8].Id }, new SubsidyObjection { From = "孙先生", About = "慈*华", Text = "此人在镇上开有商店。" }];
        Notices = [new SubsidyNotice(Guid.CreateVersion7(), Now.AddDays(-10), new DateOnly(2019, 10, 16), 41, IsOpen: false)];
        ClawBacks = [new SubsidyClawBack { Name = "于德海" }];
        Batches.Add(new SubsidyBatch { State = "answered", Payments = [Payment("鞠永亮", "paid"), Payment("丛日梅", "failed"), Payment("毕建芬", "paid")] });
    }

    public Lock Turn { get; } = new();

    public SubsidyApplication[] Applications { get; }

    public List<SubsidyObjection> Objections { get; }

    public List<SubsidyNotice> Notices { get; }

    public List<SubsidyBatch> Batches { get; } = [];

    public List<SubsidyClawBack> ClawBacks { get; }

    public SubsidyApplication? Find(Guid id) => Array.Find(Applications, application => application.Id == id);

    public static SubsidyPayment Payment(string name, string state) => new() { Name = name, State = state, Reason = state == "failed" ? "户名不符" : null };
}

internal sealed class SubsidyApplication
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public Guid CaseId { get; } = Guid.CreateVersion7();

    public required string Name { get; init; }

    public required int Place { get; init; }

    public required string State { get; set; }

    public string Outcome { get; set; } = "eligible";

    public string[] Exclusions { get; set; } = [];

    public string[] Obstacles { get; set; } = [];

    public string? ClaimedBy { get; set; }

    public string? FirstBy { get; set; }

    public bool FirstApproves { get; set; }

    public bool FirstOverride { get; set; }

    public string? FirstNote { get; set; }

    public string? SecondBy { get; set; }

    public string? OverriddenBy { get; set; }

    public string? Note { get; set; }

    public string? Supplement { get; set; }

    public string? RevokedBy { get; set; }

    public string? ReleasedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public decimal Granted { get; set; }

    public DateOnly? NoticeEndsOn { get; set; }

    public bool HasAccount { get; set; } = true;

    public bool IsInBatch { get; set; }

    public decimal ByRules => Outcome == "eligible" ? Place % 3 == 2 ? 3850 : 5000 : 0;

    public bool WasWorkedOnBy(string caller) => new[] { FirstBy, SecondBy, OverriddenBy }.Contains(caller);

    public List<(string By, string State, string What, string? Why)> Steps { get; } = [];
}

internal sealed class SubsidyObjection
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public Guid? ApplicationId { get; init; }

    public string From { get; init; } = "初淑珍";

    public string? About { get; init; }

    public string Text { get; init; } = "我没有另行就业，单位是误报。";

    public string State { get; set; } = "open";
}

internal sealed record SubsidyNotice(Guid Id, DateTimeOffset PublishedAt, DateOnly EndsOn, int Count, bool IsOpen);

internal sealed class SubsidyClawBack
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public required string Name { get; init; }

    public decimal Recovered { get; set; }
}

internal sealed class SubsidyBatch
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public string State { get; set; } = "made";

    public required SubsidyPayment[] Payments { get; init; }
}

internal sealed class SubsidyPayment
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public required string Name { get; init; }

    public required string State { get; set; }

    public string? Reason { get; set; }
}
