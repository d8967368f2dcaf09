using Wenden.Forms.Archiving;
using Wenden.Forms.Coverage;
using Wenden.Forms.Drawing;
using Wenden.Forms.Reading;
using Wenden.Forms.Rendering;
using Wenden.Forms.Sealing;
using Wenden.Forms.Signing;
using Wenden.Forms.Templates;
using Wenden.Forms.Verifying;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("forms");
builder.AddServiceDatabase("formsdb");
builder.AddMessaging("forms");
builder.AddServiceClient("registry");
builder.AddServiceClient("intake");

// Forms:Font, a TrueType file with the Chinese characters of names; Forms:Templates, a folder of template files; Forms:Archive, a folder that all
// replicas share; Forms:Seals, Forms:SealPassword, Forms:SampleSeals, what signed forms are sealed with.
var settings = builder.Configuration.GetSection("Forms");
builder.Services.AddSingleton(FontSubset.Load(settings["Font"] ?? "/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf"));
builder.Services.AddSingleton(services => TemplateSet.Load(
    settings["Templates"] ?? Path.Combine(AppContext.BaseDirectory, "Templates"), services.GetRequiredService<FontSubset>()));
builder.Services.AddSingleton(new FileArchive(
    Path.GetFullPath(settings["Archive"] ?? Path.Combine(builder.Environment.ContentRootPath, "../../.wenden/archive"))));
// The hall is where identity is, unless Forms:Hall names the portal's address.
var hall = settings["Hall"] ?? builder.Configuration["Identity:Issuer"];
builder.Services.AddSingleton(services => new FormDrawing(
    services.GetRequiredService<FontSubset>(), hall is null ? null : new Uri(new Uri(hall), "/verify/")));
builder.Services.AddSingleton(services => new SealBook(
    settings.Get<SealOptions>() ?? new SealOptions(), Path.Combine(builder.Environment.ContentRootPath, "../../.wenden/seals"),
    services.GetRequiredService<TimeProvider>()));
builder.Services.AddScoped<RenewForms>().AddScoped<SignForms>();

var app = builder.Build();
app.Services.GetRequiredService<TemplateSet>();
app.MapServiceDefaults();
app.MapMessaging();
app.MapReadForm();
app.MapReadFormFile();
app.MapOpenSigning();
app.MapSignCase();
app.MapVerifyForm();
app.MapReadCoverage();
await app.RunAsync();
