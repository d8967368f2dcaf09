using Wenden.Portal.Gateway;
using Wenden.Portal.Pages;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("portal");
builder.AddGateway();
builder.Services.AddLocalization();
builder.Services.AddRazorComponents();
builder.Services.AddScoped<ServiceHealth>();

var app = builder.Build();
app.MapServiceDefaults();
app.UseAntiforgery();
app.MapStaticAssets().AllowAnonymous();
app.MapReverseProxy();
app.MapRazorComponents<App>().AllowAnonymous();
await app.RunAsync();
