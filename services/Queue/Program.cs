using Wenden.Queue.Boards;
using Wenden.Queue.Sites;
using Wenden.Queue.Tickets;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("queue");
builder.AddServiceDatabase("queuedb");
builder.Services.AddHostedService<LoadSites>();
builder.AddMessaging("queue");
builder.Services.AddSingleton<BoardFeed>();
builder.Services.AddHostedService(services => services.GetRequiredService<BoardFeed>());

var app = builder.Build();
app.MapServiceDefaults();
app.MapMessaging();

app.MapReadSites();

app.MapIssueTicket();
app.MapCallNext();
app.MapStartTicket();
app.MapFinishTicket();
app.MapReadTicket();

app.MapReadBoard();
app.MapFollowBoard();

await app.RunAsync();
