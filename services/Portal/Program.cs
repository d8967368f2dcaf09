using Wenden.Portal.Gateway;
using Wenden.Portal.Pages;
using Wenden.Portal.Pages.Findings;
using Wenden.Portal.Pages.Subsidy;
using Wenden.Portal.Pages.Visits;
using Wenden.Portal.Reading;
using Wenden.Portal.SignIn;

var builder = WebApplication.CreateBuilder(args);
// First, since the data-protection keys are read from it as soon as anything starts.
builder.AddServiceDatabase("portaldb");
builder.Services.AddExceptionHandler<PageErrors>();
builder.AddServiceDefaults("portal");
builder.AddSignIn();
builder.AddGateway();
builder.AddPages();
builder.AddReading();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseStatusPages();
app.MapServiceDefaults();
app.UseRateLimiter();
app.UseAntiforgery();

app.MapSignOut();
app.MapDeviceSignIn();
app.MapLanguage();
app.MapChangeVisit();
app.MapRateVisit();
app.MapSendFinding();
app.MapSendObjection();
app.MapGateway();
app.MapPages();
await app.RunAsync();
