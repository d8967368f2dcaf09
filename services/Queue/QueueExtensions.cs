using System.Data;
using System.Text.Json;
using Wenden.Queue.Appointments;
using Wenden.Queue.Boards;
using Wenden.Queue.Days;
using Wenden.Queue.Estimates;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;
using Wenden.Queue.Tickets;
using Wenden.Queue.Windows;

namespace Wenden.Queue;

internal static class QueueExtensions
{
    public static void AddQueue(this WebApplicationBuilder builder)
    {
        SqlMapper.AddTypeHandler(new ResultsHandler());
        builder.AddPool("queuedb", Lookups.Pool, size: 4);
        builder.Services.AddSingleton<SiteBook>();
        builder.Services.AddSingleton<ItemBook>();
        builder.Services.AddSingleton<PaceBook>();
        builder.Services.AddSingleton<BoardFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<BoardFeed>());
        builder.Services.AddHostedService<DispatchWindows>();
        builder.Services.AddHostedService<EndDay>();
    }

    /// <summary>Everything that a ticket can go through after its call.</summary>
    public static void MapVisitSteps(this IEndpointRouteBuilder routes)
    {
        routes.MapStartTicket();
        routes.MapRecallTicket();
        routes.MapMissTicket();
        routes.MapReturnTicket();
        routes.MapHoldTicket();
        routes.MapResumeTicket();
        routes.MapTransferTicket();
        routes.MapChangeItems();
        routes.MapFinishTicket();
        routes.MapCancelTicket();
    }

    public static void MapAppointments(this IEndpointRouteBuilder routes)
    {
        routes.MapReadSlots();
        routes.MapBookAppointment();
        routes.MapChangeAppointment();
        routes.MapReadAppointments();
        routes.MapCheckIn();
    }

    /// <summary>Results of items, kept as JSON.</summary>
    private sealed class ResultsHandler : SqlMapper.TypeHandler<IReadOnlyDictionary<string, string>>
    {
        public override void SetValue(IDbDataParameter parameter, IReadOnlyDictionary<string, string>? value) =>
            parameter.Value = JsonSerializer.Serialize(value, HallJson.Options);

        public override IReadOnlyDictionary<string, string> Parse(object value) =>
            JsonSerializer.Deserialize<Dictionary<string, string>>((string)value, HallJson.Options)!;
    }
}
