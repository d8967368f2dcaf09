using Microsoft.Extensions.DependencyInjection.Extensions;
using Wenden.Identity.Accounts;
using Wenden.Identity.Citizens;
using Wenden.Identity.Clients;
using Wenden.Identity.Keys;
using Wenden.Identity.Pages;
using Wenden.Identity.Sample;
using Wenden.Identity.Settings;
using Wenden.Identity.Storage;
using Wenden.Identity.Tokens;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.ReadIdentitySettings();
builder.Services.AddSingleton(settings);
// The database first: what service defaults start reads keys from it.
builder.AddServiceDatabase("identitydb");
builder.AddServiceDefaults("identity", issuesTokens: true);
// Tokens, cookies, lockouts and codes live by the machine's clock, whatever day the hall plays.
builder.Services.Replace(ServiceDescriptor.Singleton(TimeProvider.System));
builder.AddCommands("identity", auditClock: HallClock.From(builder.Configuration));
builder.AddIdentityStore();
builder.AddKeys();
builder.AddAccounts(settings);
builder.AddTokens(settings);
builder.AddPages(settings);
builder.AddCitizens(settings);
builder.Services.AddHostedService<RegisterClients>();
if (settings.Sample)
    builder.Services.AddHostedService<OpenSampleHall>();
else
    builder.Services.AddHostedService<FirstOperator>();

var app = builder.Build();
app.UseStaticFiles();
app.UseReadableForms();
app.MapServiceDefaults();
app.UseLanguageCookie();
app.MapRazorPages();

app.MapTokens();
app.MapAccounts();
app.MapDevices();
app.MapKeys();
app.MapAudit();
if (settings.Sample)
    app.MapReadCodes();

await app.RunAsync();
