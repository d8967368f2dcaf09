using Wenden.Messaging;
using Wenden.MessagingProbe;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Data;

// A service with nothing in it but events, which tests start, load, and kill at chosen moments.
var builder = WebApplication.CreateBuilder(args);
var service = builder.Configuration["Probe:Service"] ?? throw new InvalidOperationException("Probe:Service is missing.");
builder.AddServiceDefaults(service);
builder.AddServiceDatabase("probedb");
builder.AddMessaging(service);
builder.Services.AddSingleton<KillSwitch>();
builder.Services.AddHostedService<KillBeforeDelete>();

var app = builder.Build();
app.MapServiceDefaults();
app.MapMessaging();
app.MapCause();
if (app.Configuration.GetValue<bool>("Probe:DiesWithParent"))
    _ = Task.Run(() =>
    {
        while (Console.In.Read() >= 0)
        {
        }

        Environment.Exit(1);
    });
var isAlone = app.Configuration.GetValue<bool>("Probe:IsAlone");
await app.RunAsync();
// A moment longer, with what the service did not get to stop.
if (isAlone)
    await Task.Delay(TimeSpan.FromSeconds(1));
