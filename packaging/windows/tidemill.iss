; The installer for Windows (Inno Setup 6.3 or newer); build.ps1 calls it with
;   /DVersion=0.1.0 /DFrozen=build\package\frozen\tidemill /DIcon=build\package\icons\tidemill.ico
; It installs for one person without asking for rights, or for all with them.

#ifndef Version
  #error Version is missing: call build.ps1
#endif
#define Workspace "Tidemill.Workspace"

[Setup]
AppId={{6B1B7F3C-9B55-4E36-9C5A-2F1E7C2B8D41}
AppName=Tidemill
AppVersion={#Version}
AppVerName=Tidemill {#Version}
AppPublisher=The Tidemill authors
DefaultDirName={autopf}\Tidemill
DefaultGroupName=Tidemill
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\tidemill-window.exe
UninstallDisplayName=Tidemill
OutputBaseFilename=tidemill-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
LZMANumBlockThreads=4
WizardStyle=modern
ChangesAssociations=yes
ChangesEnvironment=yes
; The window and the worker are asked to close; what runs is written down and goes on later.
CloseApplications=yes
RestartApplications=no
#ifdef SignTool
SignTool={#SignTool}
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
en.AddToPath=Add the command tidemill to the path
de.AddToPath=Den Befehl tidemill in den Suchpfad aufnehmen

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "path"; Description: "{cm:AddToPath}"; Flags: unchecked

[Files]
Source: "{#Frozen}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "..\..\LICENSE"; DestDir: "{app}"; Flags: ignoreversion
Source: "..\..\docs\guide\*"; DestDir: "{app}\guide"; Flags: ignoreversion recursesubdirs

[InstallDelete]
; Modules of an earlier version would be found beside the new ones.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\Tidemill"; Filename: "{app}\tidemill-window.exe"; AppUserModelID: "Tidemill.Tidemill"
Name: "{autodesktop}\Tidemill"; Filename: "{app}\tidemill-window.exe"; Tasks: desktopicon

[Registry]
; tidemill:// addresses
Root: HKA; Subkey: "Software\Classes\tidemill"; ValueType: string; ValueData: "URL:Tidemill"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\tidemill"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\tidemill\DefaultIcon"; ValueType: string; ValueData: "{app}\tidemill-window.exe,0"
Root: HKA; Subkey: "Software\Classes\tidemill\shell\open\command"; ValueType: string; ValueData: """{app}\tidemill-window.exe"" open ""%1"""
; a workspace's folder, from the menu of the Explorer
Root: HKA; Subkey: "Software\Classes\{#Workspace}"; ValueType: string; ValueData: "Tidemill workspace"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\{#Workspace}\shell\open\command"; ValueType: string; ValueData: """{app}\tidemill-window.exe"" open ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\tidemill-window.exe\shell\open\command"; ValueType: string; ValueData: """{app}\tidemill-window.exe"" open ""%1"""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\tidemill-window.exe\SupportedTypes"; ValueType: string; ValueName: ".sqlite"; ValueData: ""
; the command line
Root: HKA; Subkey: "{code:EnvironmentKey}"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: IsNotOnPath

[Run]
Filename: "{app}\tidemill-window.exe"; Description: "{cm:LaunchProgram,Tidemill}"; Flags: nowait postinstall skipifsilent

[Code]
function EnvironmentKey(Param: String): String;
begin
  if IsAdminInstallMode then
    Result := 'System\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

function IsNotOnPath: Boolean;
var
  Known: String;
begin
  if not RegQueryStringValue(HKA, EnvironmentKey(''), 'Path', Known) then
    Known := '';
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Known) + ';') = 0;
end;

procedure RemoveFromPath;
var
  Known, App: String;
  At: Integer;
begin
  if not RegQueryStringValue(HKA, EnvironmentKey(''), 'Path', Known) then
    exit;
  App := ';' + Uppercase(ExpandConstant('{app}'));
  At := Pos(App + ';', Uppercase(Known) + ';');
  if At > 0 then
  begin
    Delete(Known, At, Length(App));
    RegWriteExpandStringValue(HKA, EnvironmentKey(''), 'Path', Known);
  end;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  if Step = usPostUninstall then
    RemoveFromPath;
end;
