using Wenden.Queue;
using Wenden.Queue.Boards;
using Wenden.Queue.Items;
using Wenden.Queue.Leases;
using Wenden.Queue.Sites;
using Wenden.Queue.Statistics;
using Wenden.Queue.Tickets;
using Wenden.Queue.Visits;
using Wenden.Queue.Windows;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("queue");
builder.AddServiceDatabase("queuedb");
builder.Services.AddHostedService<LoadSites>();
builder.AddMessaging("queue");
builder.AddQueue();

var app = builder.Build();
app.MapServiceDefaults();
app.MapMessaging();

app.MapReadSites();
app.MapReadOverview();
app.MapManageSite();
app.MapReadItems();

app.MapIssueTicket();
app.MapWithdrawTicket();
app.MapReadTicket();
app.MapReadSlip();
app.MapPrintSlip();
app.MapGrantLease();
app.MapHandInTickets();
app.MapReturnLease();

app.MapOpenWindow();
app.MapPauseWindow();
app.MapCloseWindow();
app.MapCallNext();
app.MapExplainCall();
app.MapVisitSteps();

app.MapReadBoard();
app.MapFollowBoard();
app.MapReportAnnouncement();

app.MapReadVisit();
app.MapChangeVisit();
app.MapAppointments();

app.MapReadStatistics();
app.MapDownloadStatistics();

await app.RunAsync();
