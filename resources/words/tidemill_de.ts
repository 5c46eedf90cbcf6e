<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>Tidemill</name>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>As the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Asks the address below once a day while a window is open, and tells of a newer version once. It is told this program's name and version, nothing else; nothing is asked while this is off</source>
   <translation>Fragt die Adresse unten einmal am Tag, während ein Fenster offen ist, und meldet eine neuere Version einmal. Sie erfährt Namen und Version dieses Programms, sonst nichts; nichts wird gefragt, solange dies aus ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Contrast</source>
   <translation>Kontrast</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>G then H goes home, / filters; never while you type</source>
   <translation>G dann H geht zum Start, / filtert; nie, während Sie schreiben</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>How much room a row has; more rows fit, or each is easier to tell from the next</source>
   <translation>Wie viel Platz eine Zeile hat; es passen mehr, oder jede ist leichter von der nächsten zu unterscheiden</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Less motion</source>
   <translation>Weniger Bewegung</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Light, dark, or what the system says</source>
   <translation>Hell, dunkel, oder was das System sagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>More draws every edge and takes the tints away; status keeps its shape and its word</source>
   <translation>Mehr zeichnet jede Kante und nimmt die Tönungen weg; ein Status behält Form und Wort</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Numbers, dates and sorting</source>
   <translation>Zahlen, Daten und Sortierung</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Rows and buttons grow along</source>
   <translation>Zeilen und Knöpfe wachsen mit</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Rows of tables</source>
   <translation>Zeilen von Tabellen</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Single-letter keys</source>
   <translation>Tasten mit einem Buchstaben</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Tell of newer versions</source>
   <translation>Neuere Versionen melden</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Text size</source>
   <translation>Textgröße</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Theme</source>
   <translation>Farben</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Things appear without moving</source>
   <translation>Dinge erscheinen, ohne sich zu bewegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Tidemill has no address of its own for this: your team's, which answers with a JSON object of the newest version and the page about it</source>
   <translation>Tidemill hat dafür keine eigene Adresse: die Ihres Teams, die mit einem JSON-Objekt aus neuester Version und der Seite darüber antwortet</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>What the window speaks once it is opened again; what is stored keeps its words</source>
   <translation>Was das Fenster spricht, sobald es wieder geöffnet wird; was gespeichert ist, behält seine Wörter</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Where that is asked</source>
   <translation>Wo das gefragt wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>Which region's way of writing them. A page that is open follows when it is shown anew.</source>
   <translation>Nach der Schreibweise welcher Region. Eine offene Seite folgt, wenn sie neu gezeigt wird.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>animation reduced moving</source>
   <translation>animation weniger bewegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>dark light colour system night</source>
   <translation>dunkel hell farbe system nacht</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>density height compact roomy comfortable spacing</source>
   <translation>dichte höhe eng weit abstand</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>english german deutsch translation words</source>
   <translation>englisch deutsch übersetzung wörter</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>font bigger larger smaller zoom scale</source>
   <translation>schrift größer kleiner zoom</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>high contrast accessibility edges</source>
   <translation>hoher kontrast barrierefrei kanten</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>keyboard shortcut letters</source>
   <translation>tastatur kürzel buchstaben</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>region locale decimal comma point thousands format country language</source>
   <translation>region dezimal komma punkt tausender format land sprache</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>update address server url feed</source>
   <translation>aktualisierung adresse server url</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_computer.py" />
   <source>update upgrade newer release version check network telemetry</source>
   <translation>aktualisierung neuer version prüfen netz telemetrie</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>1 min</source>
   <translation>1 min</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>10 min</source>
   <translation>10 min</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Answers of services</source>
   <translation>Antworten von Diensten</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Comparisons and prepared rows</source>
   <translation>Vergleiche und vorbereitete Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Cores a job may use, unless it has a limit of its own. 0: no limit.</source>
   <translation>Kerne, die ein Auftrag benutzen darf, wenn er keine eigene Grenze hat. 0: keine Grenze.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Cores of a job</source>
   <translation>Kerne eines Auftrags</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Counts of monitoring</source>
   <translation>Zählungen der Überwachung</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Dask scheduler</source>
   <translation>Dask-Scheduler</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Days for which a comparison of versions, or rows that a training prepared, are kept after they were last used. 0: for ever. They can always be made anew.</source>
   <translation>Tage, die ein Vergleich von Versionen oder Zeilen, die ein Training vorbereitet hat, nach der letzten Benutzung behalten werden. 0: für immer. Sie lassen sich immer neu machen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Days for which an ended job is kept. 0: for ever. Jobs that a run, a file or an automation refers to are always kept.</source>
   <translation>Tage, die ein beendeter Auftrag behalten wird. 0: für immer. Aufträge, auf die ein Lauf, eine Datei oder eine Automatik verweist, bleiben immer.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Days for which monitoring keeps what it counted of each period, by which a model is compared with something else without reading its rows again. 0: for ever.</source>
   <translation>Tage, die die Überwachung behält, was sie von jedem Zeitraum zählte; damit wird ein Modell mit etwas anderem verglichen, ohne seine Zeilen noch einmal zu lesen. 0: für immer.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Days for which the answers of services are kept. 0: for ever.</source>
   <translation>Tage, die die Antworten von Diensten behalten werden. 0: für immer.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Days for which the log of an ended job is kept. 0: for ever. Logs of jobs that made a run or a version are always kept.</source>
   <translation>Tage, die das Protokoll eines beendeten Auftrags behalten wird. 0: für immer. Protokolle von Aufträgen, die einen Lauf oder eine Version machten, bleiben immer.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Days of quiet hours</source>
   <translation>Tage der Ruhezeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Ended jobs</source>
   <translation>Beendete Aufträge</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Free room in MB on the disk below which no new job is begun. 0: none is wanted.</source>
   <translation>Freier Platz in MB auf der Platte, unter dem kein neuer Auftrag begonnen wird. 0: keiner verlangt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Free room that is kept</source>
   <translation>Platz, der frei bleibt</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>From when until when no heavy job is begun, such as a training. Light ones go on, and what is at work ends its work.</source>
   <translation>Von wann bis wann kein schwerer Auftrag beginnt, etwa ein Training. Leichte gehen weiter, und was läuft, läuft zu Ende.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Heavy jobs at once</source>
   <translation>Schwere Aufträge zugleich</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>How long a file in a watched folder that is empty, locked or cut short is waited for before it is set aside.</source>
   <translation>Wie lange in einem beobachteten Ordner auf eine leere, gesperrte oder abgeschnittene Datei gewartet wird, bevor sie beiseitegelegt wird.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>How many trainings and other heavy jobs run beside each other.</source>
   <translation>Wie viele Trainings und andere schwere Aufträge nebeneinander laufen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Keep original files</source>
   <translation>Originaldateien behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Keep the bytes of every file beside the version made of it. Without them a damaged version can't be made anew.</source>
   <translation>Die Bytes jeder Datei neben der daraus gemachten Version behalten. Ohne sie kann eine beschädigte Version nicht neu gemacht werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Let several notices within ten minutes become one message of mail or chat. The first is sent at once; critical ones and services that stopped never wait.</source>
   <translation>Mehrere Meldungen innerhalb von zehn Minuten werden eine Nachricht per Mail oder Chat. Die erste wird sofort gesendet; kritische und Dienste, die nicht mehr antworten, warten nie.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Logs of ended jobs</source>
   <translation>Protokolle beendeter Aufträge</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Memory in MB that a job's processes may hold, unless it has a limit of its own. 0: no limit.</source>
   <translation>Speicher in MB, den die Prozesse eines Auftrags halten dürfen, wenn er keine eigene Grenze hat. 0: keine Grenze.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Memory of a job</source>
   <translation>Speicher eines Auftrags</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>One digest instead</source>
   <translation>Stattdessen eine Zusammenfassung</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Patience with unfinished files</source>
   <translation>Geduld mit unfertigen Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Personal values</source>
   <translation>Personenbezogene Werte</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Quiet hours</source>
   <translation>Ruhezeiten</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Room for prepared rows</source>
   <translation>Platz für vorbereitete Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Room in MB for rows that trainings prepared, so that the next ones need not do it again; what was used longest ago goes first. 0: none are kept.</source>
   <translation>Platz in MB für Zeilen, die Trainings vorbereitet haben, damit die nächsten es nicht noch einmal tun; was am längsten nicht benutzt wurde, geht zuerst. 0: keine werden behalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Seconds a job may be at work, unless it has a limit of its own. 0: no limit.</source>
   <translation>Sekunden, die ein Auftrag arbeiten darf, wenn er keine eigene Grenze hat. 0: keine Grenze.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>The days on which quiet hours begin; those of Friday night may end on Saturday.</source>
   <translation>Die Tage, an denen die Ruhezeit beginnt; die der Freitagnacht kann am Samstag enden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>The time zone they are meant in, such as Europe/Vienna. Empty: that of the computer the worker is on.</source>
   <translation>Die Zeitzone, in der sie gemeint sind, etwa Europe/Vienna. Leer: die des Rechners, auf dem der Worker läuft.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Time of a job</source>
   <translation>Zeit eines Auftrags</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Time zone of quiet hours</source>
   <translation>Zeitzone der Ruhezeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>When people are told "{title}": at once, or at 08:00 of the next morning or Monday.</source>
   <translation>Wann „{title}“ gesagt wird: sofort, oder um 08:00 am nächsten Morgen oder Montag.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>When: {title}</source>
   <translation>Wann: {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>Who sees the values of columns marked personal.</source>
   <translation>Wer die Werte von Spalten sieht, die als personenbezogen gekennzeichnet sind.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>a time zone such as Europe/Vienna, or empty</source>
   <translation>eine Zeitzone wie Europe/Vienna, oder leer</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>bytes copy source file</source>
   <translation>bytes kopie quelle datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>cache steps disk</source>
   <translation>zwischenspeicher schritte platte</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>clock utc summer time</source>
   <translation>Uhr UTC Sommerzeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>cluster remote machines distributed park</source>
   <translation>cluster entfernte rechner verteilt</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>days such as mon,tue,wed</source>
   <translation>Tage wie mon,tue,wed</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>disk full space least</source>
   <translation>platte voll platz mindestens</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>for ever</source>
   <translation>für immer</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>limit processor cpu threads</source>
   <translation>grenze prozessor cpu threads</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>limit ram</source>
   <translation>grenze ram</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>limit timeout duration</source>
   <translation>grenze zeit dauer</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>monday weekend week days</source>
   <translation>Montag Wochenende Woche Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>night pause silence from to heavy wait</source>
   <translation>Nacht Pause Stille von bis schwer warten</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>no limit</source>
   <translation>keine Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>none are kept</source>
   <translation>keine werden behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>parallel trainings how many slots</source>
   <translation>parallel trainings wie viele plätze</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>privacy masked columns hidden who sees</source>
   <translation>datenschutz verdeckte spalten wer sieht</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>retention keep</source>
   <translation>aufbewahren behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>retention keep diff cache</source>
   <translation>aufbewahren unterschied zwischenspeicher</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>retention keep drift</source>
   <translation>aufbewahren drift</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>retention keep predictions requests log</source>
   <translation>aufbewahren vorhersagen anfragen protokoll</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>several together one message</source>
   <translation>mehrere zusammen eine nachricht</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>the worker's</source>
   <translation>die des Workers</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>this computer</source>
   <translation>dieser Rechner</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>two times of day such as 22:00-06:00, or empty</source>
   <translation>zwei Uhrzeiten wie 22:00-06:00, oder leer</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>watched folder wait half written</source>
   <translation>beobachteter ordner warten halb geschrieben</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/of_workspace.py" />
   <source>{means} told notice kind</source>
   <translation>{means} gesagt meldung art</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/option.py" />
   <source>Choose {may_be}.</source>
   <translation>Wählen Sie {may_be}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/option.py" />
   <source>What holds for the whole workspace is for members to change.</source>
   <translation>Was für den ganzen Arbeitsbereich gilt, ändern Mitglieder.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/option.py" />
   <source>a whole number from {least:,} to {most:,}</source>
   <translation>eine ganze Zahl von {least:,} bis {most:,}</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/option.py" />
   <source>any text</source>
   <translation>irgendein Text</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/option.py" />
   <source>on or off</source>
   <translation>an oder aus</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/option.py" />
   <source>{key} can't be {text_}.</source>
   <translation>{key} kann nicht {text_} sein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/domain/options/option.py" />
   <source>{title}: that is for an approver to say.</source>
   <translation>{title}: das sagt, wer freigeben darf.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/bridge/operations.py" />
   <source>Nothing was lost. Try again; if it comes back, report it with the details below.</source>
   <translation>Nichts ging verloren. Versuchen Sie es noch einmal; wenn es wiederkommt, melden Sie es mit den Einzelheiten unten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/bridge/operations.py" />
   <source>Something went wrong inside Tidemill.</source>
   <translation>In Tidemill ist etwas schiefgegangen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/demo.py" />
   <source>The demo stopped. {message} {hint}</source>
   <translation>Die Vorführung hielt an. {message} {hint}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/chart_table.py" />
   <source>; copied and saved are the {integer} the picture shows</source>
   <translation>; kopiert und gespeichert werden die {integer}, die das Bild zeigt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/chart_table.py" />
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/chart_table.py" />
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/chart_table.py" />
   <source>Copy</source>
   <translation>Kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/chart_table.py" />
   <source>Save as CSV</source>
   <translation>Als CSV speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/chart_table.py" />
   <source>row</source>
   <translation>Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/chart_table.py" />
   <source>rows</source>
   <translation>Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/base.py" />
   <source>Nothing known yet</source>
   <translation>Noch nichts bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/base.py" />
   <source>Show as table</source>
   <translation>Als Tabelle zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>Change to the baseline</source>
   <translation>Änderung zum Vergleichslauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>Rows</source>
   <translation>Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>Run</source>
   <translation>Lauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>Said</source>
   <translation>Gesagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>Share</source>
   <translation>Anteil</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>True</source>
   <translation>Wahr</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>{name} is right on {right}</source>
   <translation>{name} liegt richtig bei {right}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>{name}: nothing known yet.</source>
   <translation>{name}: noch nichts bekannt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>{name}: {levels} taken for {levels2}, {integer} rows, {share}</source>
   <translation>{name}: {levels} für {levels2} gehalten, {integer} Zeilen, {share}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>{name}: {names} of the rows.</source>
   <translation>{name}: {names} der Zeilen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/confusion.py" />
   <source>{words}, {delta_percent} against {name}</source>
   <translation>{words}, {delta_percent} gegenüber {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_overlay.py" />
   <source>and {integer} more</source>
   <translation>und {integer} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_table.py" />
   <source>Curve</source>
   <translation>Kurve</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_table.py" />
   <source>Value</source>
   <translation>Wert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_table.py" />
   <source>Writing {name}</source>
   <translation>{name} wird geschrieben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_told.py" />
   <source>; {n_more_curves} behind</source>
   <translation>; {n_more_curves} dahinter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_told.py" />
   <source>Save {title}</source>
   <translation>{title} speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_told.py" />
   <source>Since the start</source>
   <translation>Seit dem Start</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_told.py" />
   <source>Step</source>
   <translation>Schritt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_told.py" />
   <source>The curves are being read</source>
   <translation>Die Kurven werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_told.py" />
   <source>Time</source>
   <translation>Zeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_told.py" />
   <source>Tree</source>
   <translation>Baum</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_told.py" />
   <source>more curve</source>
   <translation>weitere Kurve</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_told.py" />
   <source>more curves</source>
   <translation>weitere Kurven</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>1 point is</source>
   <translation>1 Punkt ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>1 point is not a number</source>
   <translation>1 Punkt ist keine Zahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>No curve yet</source>
   <translation>Noch keine Kurve</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>No point is a number</source>
   <translation>Kein Punkt ist eine Zahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>No point yet</source>
   <translation>Noch kein Punkt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>No value is above 0: a logarithmic axis has no place for them</source>
   <translation>Kein Wert liegt über 0: eine logarithmische Achse hat dafür keinen Platz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>The only point is not a number</source>
   <translation>Der einzige Punkt ist keine Zahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>{integer} points are</source>
   <translation>{integer} Punkte sind</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>{integer} points are not numbers</source>
   <translation>{integer} Punkte sind keine Zahlen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>{name} went from {first} to {last}</source>
   <translation>{name} ging von {first} auf {last}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/curve_words.py" />
   <source>{points} 0 or less: no place on a logarithmic axis</source>
   <translation>{points} 0 oder kleiner: kein Platz auf einer logarithmischen Achse</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/dots.py" />
   <source>Feature</source>
   <translation>Merkmal</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/dots.py" />
   <source>{label} ({note} rows)</source>
   <translation>{label} ({note} Zeilen)</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/dots.py" />
   <source>{name}: {label} weighs most of {n} features.</source>
   <translation>{name}: {label} wiegt am meisten von {n} Merkmalen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/dots.py" />
   <source>{name}: {n} slices, weakest {label}.</source>
   <translation>{name}: {n} Teilmengen, am schwächsten {label}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/dumbbell.py" />
   <source>Version</source>
   <translation>Version</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/forest.py" />
   <source>High</source>
   <translation>Hoch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/forest.py" />
   <source>Low</source>
   <translation>Niedrig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/forest.py" />
   <source>Row</source>
   <translation>Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/forest.py" />
   <source>Value {value}</source>
   <translation>Wert {value}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/forest.py" />
   <source>{name}: {above} above the line, {below} below, {rest} not decided.</source>
   <translation>{name}: {above} über der Linie, {below} darunter, {rest} nicht entschieden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/forest.py" />
   <source>{name}: {n} rows, first {label}.</source>
   <translation>{name}: {n} Zeilen, zuerst {label}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/heatmap.py" />
   <source>Feature (* {mark})</source>
   <translation>Merkmal (* {mark})</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/heatmap.py" />
   <source>not known</source>
   <translation>nicht bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/heatmap.py" />
   <source>nothing known.</source>
   <translation>nichts bekannt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/heatmap.py" />
   <source>{name}: {measure} of {n} features.</source>
   <translation>{name}: {measure} von {n} Merkmalen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/heatmap.py" />
   <source>{name}: {n} of {n2} features over the limit of {decimal} at the end: {said}.</source>
   <translation>{name}: {n} von {n2} Merkmalen am Ende über der Grenze von {decimal}: {said}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/heatmap.py" />
   <source>{name}: {n} {mark} at the end: {said}.</source>
   <translation>{name}: {n} {mark} am Ende: {said}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/heatmap.py" />
   <source>{n} of {n2} features</source>
   <translation>{n} von {n2} Merkmalen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/heatmap.py" />
   <source>{said}, {where} the limit of {decimal}.</source>
   <translation>{said}, {where} der Grenze von {decimal}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/histogram.py" />
   <source>From</source>
   <translation>Von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/histogram.py" />
   <source>Histogram of {name} from {plain} to {plain2}; most rows lie between {plain3} and {plain4}.</source>
   <translation>Verteilung von {name} von {plain} bis {plain2}; die meisten Zeilen liegen zwischen {plain3} und {plain4}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/histogram.py" />
   <source>Histogram of {name}: nothing known yet.</source>
   <translation>Verteilung von {name}: noch nichts bekannt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/histogram.py" />
   <source>Most frequent value of {name} is {labels}, {share}.</source>
   <translation>Häufigster Wert von {name} ist {labels}, {share}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/histogram.py" />
   <source>Now</source>
   <translation>Jetzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/histogram.py" />
   <source>Reference</source>
   <translation>Vergleich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/histogram.py" />
   <source>Rows before</source>
   <translation>Zeilen vorher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/histogram.py" />
   <source>To</source>
   <translation>Bis</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/histogram.py" />
   <source>Values of {name}: nothing known yet.</source>
   <translation>Werte von {name}: noch nichts bekannt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/histogram.py" />
   <source>{name}: {labels} moved most, from {reference} to {now}.</source>
   <translation>{name}: {labels} verschob sich am meisten, von {reference} auf {now}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/line_chart.py" />
   <source>; limit {y_text}</source>
   <translation>; Grenze {y_text}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/line_chart.py" />
   <source>At</source>
   <translation>Am</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/line_chart.py" />
   <source>{value} went from {y_text} to </source>
   <translation>{value} ging von {y_text} auf </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source> There is more than is shown.</source>
   <translation> Es gibt mehr, als gezeigt wird.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>How</source>
   <translation>Wie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>Lineage</source>
   <translation>Herkunft</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>Lineage of {start}: {came}, {made}.{cut}</source>
   <translation>Herkunft von {start}: {came}, {made}.{cut}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>Lineage: nothing known yet.</source>
   <translation>Herkunft: noch nichts bekannt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>nothing came of it</source>
   <translation>nichts ging daraus hervor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>nothing went into it</source>
   <translation>nichts ging hinein</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>thing</source>
   <translation>Objekt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>things</source>
   <translation>Objekte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>{integer} more below</source>
   <translation>{integer} weitere darunter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>{n_things} came of it</source>
   <translation>{n_things} gingen daraus hervor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/lineage_chart.py" />
   <source>{n_things} went into it</source>
   <translation>{n_things} gingen hinein</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source> brushed from {plain} to {plain2}</source>
   <translation> ausgewählt von {plain} bis {plain2}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source> brushed where it is missing</source>
   <translation> ausgewählt, wo er fehlt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>, {integer} of them brushed</source>
   <translation>, {integer} davon ausgewählt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>; axis {title}{brush_words}</source>
   <translation>; Achse {title}{brush_words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>Clear the brush</source>
   <translation>Auswahl aufheben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>Hide</source>
   <translation>Ausblenden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>Logarithmic</source>
   <translation>Logarithmisch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>Move left</source>
   <translation>Nach links</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>Move right</source>
   <translation>Nach rechts</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>Needs values over zero</source>
   <translation>Braucht Werte über null</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>No column differs between these runs</source>
   <translation>Keine Spalte unterscheidet sich zwischen diesen Läufen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>Turn upside down</source>
   <translation>Umdrehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>run</source>
   <translation>Lauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>runs</source>
   <translation>Läufe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/parallel.py" />
   <source>{name}: {n_runs} over {said}{inside}.</source>
   <translation>{name}: {n_runs} über {said}{inside}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/point_cloud.py" />
   <source>, coloured by {title}</source>
   <translation>, gefärbt nach {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/point_cloud.py" />
   <source>; {integer} brushed</source>
   <translation>; {integer} ausgewählt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/point_cloud.py" />
   <source>; {integer} lack a value</source>
   <translation>; {integer} ohne Wert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/ramp.py" />
   <source>over limit {plain}</source>
   <translation>über der Grenze {plain}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/saving.py" />
   <source>Description</source>
   <translation>Beschreibung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/saving.py" />
   <source>Save as CSV…</source>
   <translation>Als CSV speichern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/saving.py" />
   <source>Save as PNG…</source>
   <translation>Als PNG speichern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/saving.py" />
   <source>Save as SVG…</source>
   <translation>Als SVG speichern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/saving.py" />
   <source>Title</source>
   <translation>Titel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/share_bars.py" />
   <source>Count</source>
   <translation>Anzahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/share_bars.py" />
   <source>Group</source>
   <translation>Gruppe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/share_bars.py" />
   <source>More than chance</source>
   <translation>Mehr als Zufall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/share_bars.py" />
   <source>may be chance</source>
   <translation>kann Zufall sein</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/share_bars.py" />
   <source>more than chance</source>
   <translation>mehr als Zufall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/share_bars.py" />
   <source>not sure</source>
   <translation>unsicher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/share_bars.py" />
   <source>{name}: {told}; all {whole}.</source>
   <translation>{name}: {told}; alle {whole}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/sparkline.py" />
   <source>Course</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/sparkline.py" />
   <source>{said}; limit {plain}.</source>
   <translation>{said}; Grenze {plain}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/sparkline.py" />
   <source>{value} went from {plain} to </source>
   <translation>{value} ging von {plain} auf </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/sparkline.py" />
   <source>{value}: nothing known yet.</source>
   <translation>{value}: noch nichts bekannt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/split_bar.py" />
   <source>Part</source>
   <translation>Teil</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/version_chart.py" />
   <source>New</source>
   <translation>Neu</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/version_chart.py" />
   <source>Role</source>
   <translation>Rolle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/version_chart.py" />
   <source>{name} by version</source>
   <translation>{name} nach Version</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/version_chart.py" />
   <source>{name} by version went from {said} ({label}) to {said2} ({label2}).</source>
   <translation>{name} nach Version ging von {said} ({label}) auf {said2} ({label2}).</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/charts/version_chart.py" />
   <source>{name} by version: nothing known yet.</source>
   <translation>{name} nach Version: noch nichts bekannt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/choice.py" />
   <source>Choose</source>
   <translation>Wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/completion_list.py" />
   <source>Completions</source>
   <translation>Vorschläge</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/drop_overlay.py" />
   <source>Look first…</source>
   <translation>Erst ansehen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/entry_popover.py" />
   <source>{name}, suggestions</source>
   <translation>{name}, Vorschläge</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/errors.py" />
   <source>Details</source>
   <translation>Einzelheiten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/explained.py" />
   <source>Formula</source>
   <translation>Formel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/explained.py" />
   <source>How sure</source>
   <translation>Wie sicher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/explained.py" />
   <source>Source</source>
   <translation>Quelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/filter_field.py" />
   <source>Add a condition</source>
   <translation>Bedingung hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/filter_field.py" />
   <source>Filter</source>
   <translation>Filter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/inspector.py" />
   <source>Fold the inspector</source>
   <translation>Inspektor einklappen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source># Keys</source>
   <translation># Tasten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Activity</source>
   <translation>Aktivität</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>All keys</source>
   <translation>Alle Tasten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Archive a run, or bring it back</source>
   <translation>Einen Lauf ablegen oder zurückholen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Ask a database</source>
   <translation>Eine Datenbank abfragen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Automations</source>
   <translation>Automatiken</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Close Tidemill</source>
   <translation>Tidemill schließen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Close, clear the selection, step back</source>
   <translation>Schließen, Auswahl aufheben, einen Schritt zurück</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Compare</source>
   <translation>Vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Cut</source>
   <translation>Schneiden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Data</source>
   <translation>Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Deployments</source>
   <translation>Bereitstellungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Everywhere the same</source>
   <translation>Überall gleich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Experiments</source>
   <translation>Experimente</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Explain a prediction</source>
   <translation>Eine Vorhersage erklären</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Explain the numbers in sight</source>
   <translation>Die sichtbaren Zahlen erklären</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Export a version</source>
   <translation>Eine Version ausgeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Filter this page</source>
   <translation>Diese Seite filtern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Fold or unfold the inspector</source>
   <translation>Inspektor ein- oder ausklappen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Fold or unfold the rail</source>
   <translation>Leiste ein- oder ausklappen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Forward</source>
   <translation>Vorwärts</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Go to</source>
   <translation>Gehe zu</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Help for this page</source>
   <translation>Hilfe zu dieser Seite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Home</source>
   <translation>Start</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Match rows by other columns</source>
   <translation>Zeilen nach anderen Spalten zuordnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Models</source>
   <translation>Modelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Monitoring</source>
   <translation>Überwachung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Move a run to the trash, delete a version</source>
   <translation>Einen Lauf in den Papierkorb legen, eine Version löschen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Move between controls</source>
   <translation>Zwischen Bedienelementen gehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Move in a chart or a segment</source>
   <translation>In einem Bild oder einer Auswahl gehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Move in a list</source>
   <translation>In einer Liste gehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>New or add</source>
   <translation>Neu oder hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Next entry</source>
   <translation>Nächster Eintrag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Next region</source>
   <translation>Nächster Bereich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>No chart has the focus. Move to one with Tab, then its table can be shown.</source>
   <translation>Kein Bild hat den Fokus. Gehen Sie mit Tab zu einem, dann lässt sich seine Tabelle zeigen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>No version that could be promoted is shown here. Open one in Models.</source>
   <translation>Hier wird keine Version gezeigt, die befördert werden könnte. Öffnen Sie eine in Modelle.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Notifications</source>
   <translation>Benachrichtigungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>On a page</source>
   <translation>Auf einer Seite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Only changed columns</source>
   <translation>Nur geänderte Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Only differences, in a comparison of runs</source>
   <translation>Nur Unterschiede, in einem Vergleich von Läufen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Open what is chosen</source>
   <translation>Öffnen, was gewählt ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Paste a table</source>
   <translation>Tabelle einfügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Pin a run</source>
   <translation>Einen Lauf anheften</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Previous entry</source>
   <translation>Voriger Eintrag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Previous region</source>
   <translation>Voriger Bereich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Promote the shown version</source>
   <translation>Die gezeigte Version befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Register a run as a version</source>
   <translation>Einen Lauf als Version registrieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Rename a run</source>
   <translation>Einen Lauf umbenennen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Save the alert rule</source>
   <translation>Die Warnregel speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Search or run a command</source>
   <translation>Suchen oder einen Befehl ausführen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Select in a list</source>
   <translation>In einer Liste auswählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Show the changed rows</source>
   <translation>Die geänderten Zeilen zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Show the focused chart as a table</source>
   <translation>Das fokussierte Bild als Tabelle zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Star a run</source>
   <translation>Einem Lauf einen Stern geben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Swap the versions</source>
   <translation>Versionen tauschen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Tag, or tags and note of a run</source>
   <translation>Schlagwort, oder Schlagwörter und Notiz eines Laufs</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Take back the shown change</source>
   <translation>Die gezeigte Änderung zurücknehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>The best by a rule</source>
   <translation>Der beste nach einer Regel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>The next run</source>
   <translation>Der nächste Lauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>The run before</source>
   <translation>Der Lauf davor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>There is nothing to add on this page.</source>
   <translation>Auf dieser Seite gibt es nichts hinzuzufügen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>There is nothing to archive here now. Choose runs in Experiments.</source>
   <translation>Hier gibt es gerade nichts abzulegen. Wählen Sie Läufe in Experimente.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>There is nothing to compare here now. Choose two runs or two versions in a list.</source>
   <translation>Hier gibt es gerade nichts zu vergleichen. Wählen Sie zwei Läufe oder zwei Versionen in einer Liste.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>There is nothing to delete here now. Choose runs in Experiments.</source>
   <translation>Hier gibt es gerade nichts zu löschen. Wählen Sie Läufe in Experimente.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>There is nothing to filter on this page.</source>
   <translation>Auf dieser Seite gibt es nichts zu filtern.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>There is nothing to go back to.</source>
   <translation>Es gibt nichts, wohin es zurückginge.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>There is nothing to go forward to.</source>
   <translation>Es gibt nichts, wohin es vorwärts ginge.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>There is nothing to pin here now. Choose runs in Experiments.</source>
   <translation>Hier gibt es gerade nichts anzuheften. Wählen Sie Läufe in Experimente.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>There is nothing to register here now. Choose one run in Experiments.</source>
   <translation>Hier gibt es gerade nichts zu registrieren. Wählen Sie einen Lauf in Experimente.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>There is nothing to tag here now. Choose runs in Experiments.</source>
   <translation>Hier gibt es gerade nichts mit Schlagwörtern zu versehen. Wählen Sie Läufe in Experimente.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>This page has nothing in its inspector now.</source>
   <translation>Im Inspektor dieser Seite steht gerade nichts.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Train on a dataset</source>
   <translation>Auf einem Datensatz trainieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Turn the automation on</source>
   <translation>Die Automatik einschalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Undo the last change</source>
   <translation>Letzte Änderung zurücknehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Watch a folder</source>
   <translation>Ordner beobachten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>Window</source>
   <translation>Fenster</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>no key</source>
   <translation>keine Taste</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/key_map.py" />
   <source>| keys | do |</source>
   <translation>| Tasten | tun |</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/loading.py" />
   <source>Loading</source>
   <translation>Wird geladen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/number_field.py" />
   <source>Type {kind} from {low:g} to {high:g}.</source>
   <translation>Geben Sie {kind} von {low:g} bis {high:g} ein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/number_field.py" />
   <source>Type {kind}, {high:g} or less.</source>
   <translation>Geben Sie {kind} bis {high:g} ein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/number_field.py" />
   <source>Type {kind}, {low:g} or more.</source>
   <translation>Geben Sie {kind} ab {low:g} ein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/number_field.py" />
   <source>Type {kind}.</source>
   <translation>Geben Sie {kind} ein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/number_field.py" />
   <source>a number</source>
   <translation>eine Zahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/number_field.py" />
   <source>a whole number</source>
   <translation>eine ganze Zahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/numbers.py" />
   <source>Yesterday {clock}</source>
   <translation>Gestern {clock}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/numbers.py" />
   <source>a few seconds</source>
   <translation>wenige Sekunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/numbers.py" />
   <source>a minute</source>
   <translation>eine Minute</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/numbers.py" />
   <source>in {ceil}{thin}min</source>
   <translation>in {ceil}{thin}min</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/numbers.py" />
   <source>{short} ago</source>
   <translation>vor {short}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/older_note.py" />
   <source>Train anew</source>
   <translation>Neu trainieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/path_field.py" />
   <source>Choose: {label}</source>
   <translation>Wählen: {label}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/path_field.py" />
   <source>Choose…</source>
   <translation>Wählen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/path_field.py" />
   <source>Path of a file</source>
   <translation>Pfad einer Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/path_field.py" />
   <source>Path of a folder</source>
   <translation>Pfad eines Ordners</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/popover.py" />
   <source>Find</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/progress.py" />
   <source>Progress</source>
   <translation>Fortschritt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/progress.py" />
   <source>Working</source>
   <translation>In Arbeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/restored_line.py" />
   <source>Drop it</source>
   <translation>Verwerfen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/restored_line.py" />
   <source>Keep it and hide this line</source>
   <translation>Behalten und diese Zeile ausblenden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/restored_line.py" />
   <source>Restored what you had typed</source>
   <translation>Wiederhergestellt, was Sie geschrieben hatten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/selection_bar.py" />
   <source>Clear selection</source>
   <translation>Auswahl aufheben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/sentence.py" />
   <source>Change: {lower}</source>
   <translation>Ändern: {lower}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/sheet.py" />
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/status.py" />
   <source>Healthy</source>
   <translation>In Ordnung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/status.py" />
   <source>Needs a look</source>
   <translation>Ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/status.py" />
   <source>Over the limit</source>
   <translation>Über der Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/table.py" />
   <source>Table</source>
   <translation>Tabelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/table_model.py" />
   <source>Select</source>
   <translation>Auswählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/toast.py" />
   <source>Dismiss</source>
   <translation>Verwerfen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/kit/toast.py" />
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/altered.py" />
   <source>Each entry seals the one before it, so a single changed byte shows. Whoever can write to the store can do that; a backup from before shows what stood there.</source>
   <translation>Jeder Eintrag versiegelt den davor, sodass ein einziges geändertes Byte auffällt. Wer in den Speicher schreiben darf, kann das; eine ältere Sicherung zeigt, was dort stand.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/altered.py" />
   <source>Open entry {entry_id}</source>
   <translation>Eintrag {entry_id} öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/commands.py" />
   <source>Export activity as CSV…</source>
   <translation>Aktivität als CSV ausgeben…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/commands.py" />
   <source>Export activity as JSON…</source>
   <translation>Aktivität als JSON ausgeben…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/commands.py" />
   <source>Show or hide routine</source>
   <translation>Routine zeigen oder verbergen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/commands.py" />
   <source>Show what can be undone, or everything</source>
   <translation>Zeigen, was sich rückgängig machen lässt, oder alles</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/commands.py" />
   <source>Take back: {lower}{title}</source>
   <translation>Zurücknehmen: {lower}{title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>By</source>
   <translation>Von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Entry</source>
   <translation>Eintrag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Kind</source>
   <translation>Art</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Open the alert</source>
   <translation>Warnung öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Open the automation</source>
   <translation>Automatik öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Open the dataset</source>
   <translation>Datensatz öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Open the deployment</source>
   <translation>Bereitstellung öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Open the file</source>
   <translation>Datei öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Open the folder</source>
   <translation>Ordner öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Open the incident</source>
   <translation>Vorfall öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Open the job</source>
   <translation>Auftrag öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Open the model</source>
   <translation>Modell öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Open the run</source>
   <translation>Lauf öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>Seal</source>
   <translation>Siegel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/detail.py" />
   <source>{integer}, cannot be changed</source>
   <translation>{integer}, kann nicht geändert werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/inspector.py" />
   <source>Both stand in this list from then on.</source>
   <translation>Beide stehen von da an in dieser Liste.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/inspector.py" />
   <source>Can't be taken back</source>
   <translation>Kann nicht zurückgenommen werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/inspector.py" />
   <source>Copy link</source>
   <translation>Link kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/inspector.py" />
   <source>If it is taken back</source>
   <translation>Wenn es zurückgenommen wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/inspector.py" />
   <source>Take it back</source>
   <translation>Zurücknehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/inspector.py" />
   <source>What changed</source>
   <translation>Was sich geändert hat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/inspector.py" />
   <source>Why</source>
   <translation>Warum</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Alerts</source>
   <translation>Warnungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Comments</source>
   <translation>Kommentare</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Exports</source>
   <translation>Ausgaben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Files</source>
   <translation>Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Labels</source>
   <translation>Labels</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Model cards</source>
   <translation>Modellkarten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>People</source>
   <translation>Personen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Promotions</source>
   <translation>Beförderungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Proposals</source>
   <translation>Vorschläge</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Rejections</source>
   <translation>Ablehnungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Roll backs</source>
   <translation>Rückkehren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Runs</source>
   <translation>Läufe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Trainings</source>
   <translation>Trainings</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Two people</source>
   <translation>Zwei Personen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Undone</source>
   <translation>Zurückgenommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Versions</source>
   <translation>Versionen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/kinds.py" />
   <source>Watched folders</source>
   <translation>Beobachtete Ordner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/page.py" />
   <source>{role}: what they did</source>
   <translation>{role}: was sie getan haben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/state.py" />
   <source>Today, {title}</source>
   <translation>Heute, {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/state.py" />
   <source>Yesterday, {title}</source>
   <translation>Gestern, {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/state.py" />
   <source>entries</source>
   <translation>Einträge</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/state.py" />
   <source>entry</source>
   <translation>Eintrag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/state.py" />
   <source>of {integer}: {by_people}, {integer2} by the worker</source>
   <translation>von {integer}: {by_people}, {integer2} vom Worker</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/state.py" />
   <source>{integer} by people</source>
   <translation>{integer} von Personen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/state.py" />
   <source>{integer} new rows</source>
   <translation>{integer} neue Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/undo_last.py" />
   <source>Not taken back: {words}</source>
   <translation>Nicht zurückgenommen: {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/undo_last.py" />
   <source>Take that back</source>
   <translation>Das zurücknehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/undo_last.py" />
   <source>The change before it: {words}.</source>
   <translation>Die Änderung davor: {words}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/undo_last.py" />
   <source>There is nothing to undo</source>
   <translation>Es gibt nichts zurückzunehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/undo_last.py" />
   <source>Took back: {words}</source>
   <translation>Zurückgenommen: {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Any time</source>
   <translation>Jederzeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>As CSV…</source>
   <translation>Als CSV…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>As JSON…</source>
   <translation>Als JSON…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Can be undone</source>
   <translation>Kann zurückgenommen werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Choose a file</source>
   <translation>Datei wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Each promotion, each file and each change will stand here, with who and why.</source>
   <translation>Jede Beförderung, jede Datei und jede Änderung wird hier stehen, mit wem und warum.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Every kind</source>
   <translation>Jede Art</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Everyone</source>
   <translation>Alle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Export</source>
   <translation>Ausgeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Export activity</source>
   <translation>Aktivität ausgeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Filter by words, for example a name or an object</source>
   <translation>Nach Wörtern filtern, etwa einem Namen oder Objekt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Filter the activity</source>
   <translation>Aktivität filtern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Hide routine</source>
   <translation>Routine verbergen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Last 24 hours</source>
   <translation>Letzte 24 Stunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Last 30 days</source>
   <translation>Letzte 30 Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Last 7 days</source>
   <translation>Letzte 7 Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Last year</source>
   <translation>Letztes Jahr</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>No entry matches</source>
   <translation>Kein Eintrag passt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Nothing can be undone</source>
   <translation>Nichts kann zurückgenommen werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Nothing has happened yet</source>
   <translation>Noch ist nichts geschehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Only routine so far</source>
   <translation>Bisher nur Routine</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Person</source>
   <translation>Person</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Reading the activity</source>
   <translation>Die Aktivität wird gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Routine is what the worker does every day</source>
   <translation>Routine ist, was der Worker jeden Tag tut</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Show everything</source>
   <translation>Alles zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Show older</source>
   <translation>Ältere zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Show older, {integer} more</source>
   <translation>Ältere zeigen, {integer} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Show routine</source>
   <translation>Routine zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>Try again</source>
   <translation>Noch einmal</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>What the worker does every day is hidden.</source>
   <translation>Was der Worker jeden Tag tut, ist verborgen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>What was done here was taken back, overtaken, or keeps nothing to go back by.</source>
   <translation>Was hier geschah, wurde zurückgenommen, überholt oder hat nichts, worauf es zurückgehen könnte.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>What you and the worker did that you can take back</source>
   <translation>Was Sie und der Worker taten und Sie zurücknehmen können</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view.py" />
   <source>{n_entrys} written to {name}</source>
   <translation>{n_entrys} nach {name} geschrieben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view_model.py" />
   <source>Choose another place.</source>
   <translation>Wählen Sie einen anderen Ort.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/activity/view_model.py" />
   <source>{name} can't be written.</source>
   <translation>{name} kann nicht geschrieben werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/board.py" />
   <source>All</source>
   <translation>Alle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/board.py" />
   <source>Files and jobs wait until it is.</source>
   <translation>Dateien und Aufträge warten, bis er läuft.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/board.py" />
   <source>Files shown</source>
   <translation>Gezeigte Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/board.py" />
   <source>Files that arrived</source>
   <translation>Angekommene Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/board.py" />
   <source>Jobs</source>
   <translation>Aufträge</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/board.py" />
   <source>No file ended like this.</source>
   <translation>Keine Datei endete so.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/board.py" />
   <source>No file has arrived yet.</source>
   <translation>Noch ist keine Datei angekommen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/board.py" />
   <source>No job has run yet.</source>
   <translation>Noch lief kein Auftrag.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/board.py" />
   <source>Start the worker</source>
   <translation>Worker starten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/board.py" />
   <source>The worker is not running</source>
   <translation>Der Worker läuft nicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_inspector.py" />
   <source>Changes count from now on</source>
   <translation>Änderungen zählen von jetzt an</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_inspector.py" />
   <source>Costs</source>
   <translation>Kosten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_inspector.py" />
   <source>Dry run</source>
   <translation>Probelauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_inspector.py" />
   <source>Goes back when</source>
   <translation>Geht zurück, wenn</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_inspector.py" />
   <source>Guards</source>
   <translation>Sicherungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_inspector.py" />
   <source>Nothing is kept yet</source>
   <translation>Noch ist nichts gesichert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_inspector.py" />
   <source>Then</source>
   <translation>Dann</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_inspector.py" />
   <source>What it costs is known once its folder has been looked into.</source>
   <translation>Was es kostet, ist bekannt, sobald sein Ordner angesehen wurde.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_inspector.py" />
   <source>every one has to pass</source>
   <translation>jede muss bestehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source> and goes back by itself. The champion changes by itself at most once in </source>
   <translation> und geht von selbst zurück. Der Champion wechselt von selbst höchstens einmal in </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>A file lands</source>
   <translation>Eine Datei kommt an</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>A limit is one of a model: train and register one first.</source>
   <translation>Eine Grenze gehört zu einem Modell: trainieren und registrieren Sie erst eines.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>A limit is passed</source>
   <translation>Eine Grenze wird überschritten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>A person promotes, or not</source>
   <translation>Eine Person befördert, oder nicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>A version is watched for </source>
   <translation>Eine Version wird beobachtet für </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>At a time</source>
   <translation>Zu einer Zeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>At most</source>
   <translation>Höchstens</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Business value falls</source>
   <translation>Der Geschäftswert fällt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>By hand</source>
   <translation>Von Hand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Choose a folder, or a dataset.</source>
   <translation>Wählen Sie einen Ordner oder einen Datensatz.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Choose a model, or add a script: so far nothing would be done.</source>
   <translation>Wählen Sie ein Modell oder fügen Sie ein Skript hinzu: bisher würde nichts getan.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Days between changes</source>
   <translation>Tage zwischen Wechseln</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Days of the watch</source>
   <translation>Tage der Beobachtung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Each month</source>
   <translation>Jeden Monat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Each start</source>
   <translation>Jeder Start</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>It is called </source>
   <translation>Sie heißt </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>More answers are wrong</source>
   <translation>Mehr Antworten falsch sind</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>New automation</source>
   <translation>Neue Automatik</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Not between</source>
   <translation>Nicht zwischen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Nothing changes</source>
   <translation>Nichts ändert sich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Performance falls</source>
   <translation>Die Leistung fällt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Power</source>
   <translation>Strom</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Promote by itself</source>
   <translation>Selbst befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Propose</source>
   <translation>Vorschlagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Tell me</source>
   <translation>Mir sagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Watched, and taken back</source>
   <translation>Beobachtet und zurückgenommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>Work a month</source>
   <translation>Arbeit im Monat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>a button and a key</source>
   <translation>ein Knopf und eine Taste</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>drift, error or value</source>
   <translation>Drift, Fehler oder Wert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>every night, week, month</source>
   <translation>jede Nacht, Woche, jeden Monat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>in a watched folder</source>
   <translation>in einem beobachteten Ordner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>less than one start</source>
   <translation>weniger als ein Start</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>on mains only</source>
   <translation>nur am Netz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>once there is a model</source>
   <translation>sobald es ein Modell gibt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>start</source>
   <translation>Start</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>starts</source>
   <translation>Starts</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_state.py" />
   <source>{minutes_a_month:g} min a month</source>
   <translation>{minutes_a_month:g} min im Monat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Add a script…</source>
   <translation>Skript hinzufügen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Choose a Python script</source>
   <translation>Python-Skript wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Choose a folder to watch</source>
   <translation>Ordner zum Beobachten wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Choose what starts it; the sentence builds itself. Click a part to change it. Nothing runs until you turn it on.</source>
   <translation>Wählen Sie, was sie startet; der Satz baut sich selbst. Klicken Sie auf einen Teil, um ihn zu ändern. Nichts läuft, bevor Sie sie einschalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Next: {names}.</source>
   <translation>Als Nächstes: {names}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Reading what a rule can name</source>
   <translation>Es wird gelesen, was eine Regel nennen kann</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Save</source>
   <translation>Speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Save and switch off</source>
   <translation>Speichern und ausschalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Save, keep off</source>
   <translation>Speichern, aus lassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Steps</source>
   <translation>Schritte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>Turn on</source>
   <translation>Einschalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view.py" />
   <source>one after the other</source>
   <translation>einer nach dem anderen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view_model.py" />
   <source>Next: {said}</source>
   <translation>Als Nächstes: {said}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view_model.py" />
   <source>They can be replayed on a copy: nothing here changes.</source>
   <translation>Sie lassen sich auf einer Kopie durchspielen: hier ändert sich nichts.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view_model.py" />
   <source>Waiting for the worker</source>
   <translation>Wartet auf den Worker</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/builder_view_model.py" />
   <source>go on</source>
   <translation>weitermachen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>, check it and add it to </source>
   <translation>, prüfe sie und füge sie hinzu zu </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>A file is being written</source>
   <translation>Eine Datei wird gerade geschrieben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Alert</source>
   <translation>Warnung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Another one ends</source>
   <translation>Eine andere endet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Check</source>
   <translation>Prüfen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Comparing</source>
   <translation>Wird verglichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Failed</source>
   <translation>Misslungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Its folder is not looked at</source>
   <translation>Sein Ordner wird nicht angesehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Judging</source>
   <translation>Wird beurteilt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>New data</source>
   <translation>Neue Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>New file</source>
   <translation>Neue Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Next {next_words}</source>
   <translation>Nächster {next_words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Off</source>
   <translation>Aus</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Paused with everything else</source>
   <translation>Angehalten mit allem anderen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Paused: {lowered}</source>
   <translation>Angehalten: {lowered}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Retrain</source>
   <translation>Neu trainieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>The folder is not there</source>
   <translation>Der Ordner ist nicht da</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Validating</source>
   <translation>Wird validiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Version decided on</source>
   <translation>Über eine Version entschieden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Waiting</source>
   <translation>Wartet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Waiting for data</source>
   <translation>Wartet auf Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Waiting for files</source>
   <translation>Wartet auf Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Waits for you</source>
   <translation>Wartet auf Sie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>When a file lands in </source>
   <translation>Wenn eine Datei ankommt in </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Within its limit</source>
   <translation>Innerhalb der Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>Writing</source>
   <translation>Wird geschrieben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>file</source>
   <translation>Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>files</source>
   <translation>Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>last one just now</source>
   <translation>die letzte gerade eben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>last one {last}</source>
   <translation>die letzte {last}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>never ran</source>
   <translation>lief noch nie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>none came yet</source>
   <translation>noch kam keine</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>switched off</source>
   <translation>ausgeschaltet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>the worker is not running</source>
   <translation>der Worker läuft nicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/cards.py" />
   <source>{n_files} set aside</source>
   <translation>{n_files} beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Accept {name} anyway</source>
   <translation>{name} trotzdem annehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Cancel job {job_id}</source>
   <translation>Auftrag {job_id} abbrechen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Change {title}…</source>
   <translation>{title} ändern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Go on with</source>
   <translation>Weitermachen mit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Pause</source>
   <translation>Anhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Pause everything automatic…</source>
   <translation>Alles Automatische anhalten…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Resume</source>
   <translation>Fortsetzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Resume everything automatic</source>
   <translation>Alles Automatische fortsetzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Run {title} now</source>
   <translation>{title} jetzt ausführen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Try {title} again</source>
   <translation>{title} noch einmal versuchen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/commands.py" />
   <source>Watch a folder…</source>
   <translation>Ordner beobachten…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/detail_inspector.py" />
   <source>Copy the log</source>
   <translation>Protokoll kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/detail_inspector.py" />
   <source>Follow</source>
   <translation>Folgen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/detail_inspector.py" />
   <source>Log</source>
   <translation>Protokoll</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/detail_inspector.py" />
   <source>Stay at the newest line</source>
   <translation>Bei der neuesten Zeile bleiben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/draft.py" />
   <source>after another</source>
   <translation>nach einer anderen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/draft.py" />
   <source>by hand</source>
   <translation>von Hand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/draft.py" />
   <source>by the clock</source>
   <translation>nach der Uhr</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/draft.py" />
   <source>new data</source>
   <translation>neue Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/draft.py" />
   <source>over a limit</source>
   <translation>über einer Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>Against champion</source>
   <translation>Gegen den Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>File</source>
   <translation>Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>Files of the dry run</source>
   <translation>Dateien des Probelaufs</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>Fit the rest</source>
   <translation>Die übrigen anpassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>Metric</source>
   <translation>Kennzahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>Progress of the dry run</source>
   <translation>Fortschritt des Probelaufs</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>Show all {n}</source>
   <translation>Alle {n} zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>Show {first}</source>
   <translation>{first} zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>Try it</source>
   <translation>Ausprobieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>What would have happened</source>
   <translation>Was geschehen wäre</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>Would have been</source>
   <translation>Wäre gewesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>newest first</source>
   <translation>neueste zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>to the files already in the folder</source>
   <translation>auf die Dateien, die schon im Ordner liegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_card.py" />
   <source>{n} of {n2}, newest first</source>
   <translation>{n} von {n2}, neueste zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_lanes.py" />
   <source>Checks</source>
   <translation>Prüfungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_lanes.py" />
   <source>Retrained</source>
   <translation>Neu trainiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_lanes.py" />
   <source>Would promote</source>
   <translation>Würde befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_lanes.py" />
   <source>Would propose</source>
   <translation>Würde vorschlagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_lanes.py" />
   <source>Would tell</source>
   <translation>Würde sagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_lanes.py" />
   <source>You did</source>
   <translation>Sie taten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_lanes.py" />
   <source>{counts}. Left and Right walk the files.</source>
   <translation>{counts}. Links und Rechts gehen durch die Dateien.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>Each file</source>
   <translation>Jede Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>Each year</source>
   <translation>Jedes Jahr</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>added to {dataset}</source>
   <translation>zu {dataset} hinzugefügt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>not better, champion kept</source>
   <translation>nicht besser, Champion behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>not known without fitting</source>
   <translation>ohne Anpassung nicht bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>promoted by themselves</source>
   <translation>von selbst befördert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>proposals to you</source>
   <translation>Vorschläge an Sie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>rolled back by themselves</source>
   <translation>von selbst zurückgegangen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>rolled back to</source>
   <translation>zurückgegangen auf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>set aside</source>
   <translation>beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>skipped, a copy</source>
   <translation>übergangen, eine Kopie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>skipped, copies</source>
   <translation>übergangen, Kopien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>stopped by a gate</source>
   <translation>an einer Hürde gescheitert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>stored fit</source>
   <translation>aufgehobene Anpassung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>stored fits</source>
   <translation>aufgehobene Anpassungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>the newest {which} of {integer}</source>
   <translation>die neuesten {which} von {integer}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>to {there} already in the folder</source>
   <translation>auf {there}, die schon im Ordner liegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>{labels} would have been ready {days} {unit} earlier than by hand.</source>
   <translation>{labels} wären {days} {unit} früher fertig gewesen als von Hand.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/dry_state.py" />
   <source>{which}, done in {took_s}{fits}</source>
   <translation>{which}, fertig in {took_s}{fits}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Accept anyway</source>
   <translation>Trotzdem annehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Answer…</source>
   <translation>Antworten…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Ask the sender</source>
   <translation>Absender fragen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Change the rule</source>
   <translation>Regel ändern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Copies a message for them</source>
   <translation>Kopiert eine Nachricht für ihn</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Its rows, and how it is read</source>
   <translation>Ihre Zeilen, und wie sie gelesen wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Look at it…</source>
   <translation>Ansehen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Open {name} v{version}</source>
   <translation>{name} v{version} öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Set the rows aside</source>
   <translation>Die Zeilen beiseitelegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>The good rows are taken in</source>
   <translation>Die guten Zeilen werden aufgenommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>The rows it added</source>
   <translation>Die Zeilen, die sie hinzufügte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>The rules of {dataset}</source>
   <translation>Die Regeln von {dataset}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Then it is taken in</source>
   <translation>Dann wird sie aufgenommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>Unreadable values are missing</source>
   <translation>Nicht lesbare Werte fehlen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/file_sections.py" />
   <source>What you can do</source>
   <translation>Was Sie tun können</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source> Files in folders below </source>
   <translation> Dateien in Ordnern darunter </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>, and each </source>
   <translation>, und jede </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>; those that come together go in </source>
   <translation>; die zusammen kommen, gehen hinein </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>Folders below</source>
   <translation>Ordner darunter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>Order of files</source>
   <translation>Reihenfolge der Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>What a file does to the rows</source>
   <translation>Was eine Datei mit den Zeilen tut</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>a version is one file: full dumps</source>
   <translation>eine Version ist eine Datei: volle Abzüge</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>adds its rows</source>
   <translation>fügt ihre Zeilen hinzu</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>are left out</source>
   <translation>bleiben weg</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>by name</source>
   <translation>nach Namen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>by time</source>
   <translation>nach Zeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>count too</source>
   <translation>zählen mit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>day-2 before day-10</source>
   <translation>Tag-2 vor Tag-10</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>files of every folder inside it</source>
   <translation>Dateien aller Ordner darin</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>only files that lie in it directly</source>
   <translation>nur Dateien, die direkt darin liegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>replaces all rows</source>
   <translation>ersetzt alle Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>the file that was changed first goes first</source>
   <translation>die zuerst geänderte Datei kommt zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/folder_parts.py" />
   <source>versions grow: monthly exports</source>
   <translation>Versionen wachsen: monatliche Ausgaben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/job_sections.py" />
   <source>Puts it back into the queue</source>
   <translation>Stellt ihn wieder in die Warteschlange</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/job_sections.py" />
   <source>Result</source>
   <translation>Ergebnis</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/job_sections.py" />
   <source>Show the file</source>
   <translation>Datei zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/job_sections.py" />
   <source>What happened to it, step by step</source>
   <translation>Was mit ihr geschah, Schritt für Schritt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/job_sections.py" />
   <source>Why it failed</source>
   <translation>Warum es misslang</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/page.py" />
   <source>Operate</source>
   <translation>Betrieb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/page.py" />
   <source>Show all jobs</source>
   <translation>Alle Aufträge zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/pause_all.py" />
   <source>Nothing starts and nothing is promoted or rolled back by itself until somebody resumes it. What is asked for by hand goes on.</source>
   <translation>Nichts startet, und nichts wird von selbst befördert oder zurückgenommen, bis jemand es fortsetzt. Was von Hand verlangt wird, läuft weiter.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/pause_all.py" />
   <source>Pause everything</source>
   <translation>Alles anhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/pause_all.py" />
   <source>Say why, so that others know when it may go on.</source>
   <translation>Sagen Sie warum, damit andere wissen, wann es weitergehen darf.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/pause_all.py" />
   <source>Why, in one line</source>
   <translation>Warum, in einer Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>Change…</source>
   <translation>Ändern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>Copy the folder's path</source>
   <translation>Pfad des Ordners kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>Files and versions stay</source>
   <translation>Dateien und Versionen bleiben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>Its runs stay</source>
   <translation>Ihre Läufe bleiben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>Make an automation of it…</source>
   <translation>Eine Automatik daraus machen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>More for {title}</source>
   <translation>Mehr zu {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>Rename</source>
   <translation>Umbenennen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>Run now</source>
   <translation>Jetzt ausführen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>Show its runs</source>
   <translation>Ihre Läufe zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>Stop watching</source>
   <translation>Nicht mehr beobachten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>What it is called</source>
   <translation>Wie sie heißt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_card.py" />
   <source>{name} is on</source>
   <translation>{name} ist an</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>At least one has to come.</source>
   <translation>Mindestens eine muss kommen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>For example 0.2.</source>
   <translation>Zum Beispiel 0,2 oder 0.2.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>How much is not clear.</source>
   <translation>Wie viel, ist nicht klar.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>How often is not clear.</source>
   <translation>Wie oft, ist nicht klar.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>Say for example 22:00 to 06:00.</source>
   <translation>Sagen Sie zum Beispiel 22:00-06:00.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>Say for example 3 files, or 1,000 rows.</source>
   <translation>Sagen Sie zum Beispiel 3 files (Dateien) oder 1,000 rows (Zeilen).</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>Say for example an hour, 6 hours or a day.</source>
   <translation>Sagen Sie zum Beispiel an hour (eine Stunde), 6 hours oder a day (ein Tag).</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>The budget</source>
   <translation>Das Budget</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>The limit</source>
   <translation>Die Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>The time between changes</source>
   <translation>Die Zeit zwischen Wechseln</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>The watch</source>
   <translation>Die Beobachtung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>Two different times are needed.</source>
   <translation>Zwei verschiedene Zeiten werden gebraucht.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>Two times of day are needed.</source>
   <translation>Zwei Tageszeiten werden gebraucht.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>Type another number.</source>
   <translation>Geben Sie eine andere Zahl ein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>{what} is a number.</source>
   <translation>{what} ist eine Zahl.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_changes.py" />
   <source>{what} is {least:g} or more.</source>
   <translation>{what} ist {least:g} oder mehr.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_detail.py" />
   <source>Budget</source>
   <translation>Budget</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_detail.py" />
   <source>Made</source>
   <translation>Gemacht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_detail.py" />
   <source>Next</source>
   <translation>Nächster</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_detail.py" />
   <source>Run {integer}, {started_at}</source>
   <translation>Lauf {integer}, {started_at}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_detail.py" />
   <source>Started</source>
   <translation>Gestartet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_detail.py" />
   <source>Takes in and checks</source>
   <translation>Nimmt auf und prüft</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_detail.py" />
   <source>Under way</source>
   <translation>In Arbeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_detail.py" />
   <source>the folder {name} </source>
   <translation>den Ordner {name} </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source> a month.</source>
   <translation> im Monat.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>, and may work </source>
   <translation>, und darf arbeiten </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>0 days</source>
   <translation>0 Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>0 to 1</source>
   <translation>0 bis 1</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>08:00 to 18:00</source>
   <translation>08:00 bis 18:00</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>1 day</source>
   <translation>1 Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>1,000 rows</source>
   <translation>1.000 Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>10 files</source>
   <translation>10 Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>10,000 rows</source>
   <translation>10.000 Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>14 days</source>
   <translation>14 Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>22:00 to 06:00</source>
   <translation>22:00 bis 06:00</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>3 days</source>
   <translation>3 Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>3 files</source>
   <translation>3 Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>30 days</source>
   <translation>30 Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>6 hours</source>
   <translation>6 Stunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>7 days</source>
   <translation>7 Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>A dataset needs a name.</source>
   <translation>Ein Datensatz braucht einen Namen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>A new dataset; its first file says what its columns are.</source>
   <translation>Ein neuer Datensatz; seine erste Datei sagt, welche Spalten er hat.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>A number</source>
   <translation>Eine Zahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>A version is decided on</source>
   <translation>Über eine Version wird entschieden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Choose a folder…</source>
   <translation>Ordner wählen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Choose one, or name a new one</source>
   <translation>Wählen Sie einen, oder nennen Sie einen neuen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Days</source>
   <translation>Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>How often at most</source>
   <translation>Wie oft höchstens</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>In words, or as cron</source>
   <translation>In englischen Worten oder als cron</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>It starts </source>
   <translation>Sie startet </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Leave it out</source>
   <translation>Weglassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Minutes a month</source>
   <translation>Minuten im Monat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Not: {lower}</source>
   <translation>Nicht: {lower}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>PSI of the column that moved most</source>
   <translation>PSI der Spalte, die sich am meisten verschob</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Such as 08:00 to 18:00</source>
   <translation>Etwa 08:00-18:00</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Such as 5 files, or 1,000 rows</source>
   <translation>Etwa 5 files oder 1,000 rows</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Such as 6 hours</source>
   <translation>Etwa 6 hours</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Such as churn_*.csv</source>
   <translation>Etwa churn_*.csv</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>Type one, or choose one.</source>
   <translation>Geben Sie einen ein, oder wählen Sie einen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>a day</source>
   <translation>ein Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>a file</source>
   <translation>eine Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>a look for drift</source>
   <translation>eine Suche nach Drift</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>a training</source>
   <translation>ein Training</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>a week</source>
   <translation>eine Woche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>an alert opens</source>
   <translation>eine Warnung öffnet sich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>an automation or a kind of job</source>
   <translation>eine Automatik oder eine Art von Auftrag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>an hour</source>
   <translation>eine Stunde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>any name</source>
   <translation>jeder Name</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>any number of minutes</source>
   <translation>beliebig viele Minuten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>any rule of monitoring</source>
   <translation>irgendeine Regel der Überwachung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>any way new data come</source>
   <translation>wie auch immer neue Daten kommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>as often as it likes</source>
   <translation>so oft sie will</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>at any time of day</source>
   <translation>zu jeder Tageszeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>drift of any column</source>
   <translation>Drift irgendeiner Spalte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>drift of the predictions</source>
   <translation>Drift der Vorhersagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>drift of {name}</source>
   <translation>Drift von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>every Monday at 06:00</source>
   <translation>jeden Montag um 06:00</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>every first Monday of the month at 06:00</source>
   <translation>jeden ersten Montag im Monat um 06:00</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>every hour</source>
   <translation>jede Stunde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>every night at 02:00</source>
   <translation>jede Nacht um 02:00</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>every weekday at 06:00</source>
   <translation>werktags um 06:00</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>fewer than usual came</source>
   <translation>weniger als üblich kamen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>files or rows</source>
   <translation>Dateien oder Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>learns from {of}</source>
   <translation>lernt aus {of}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>leave it out</source>
   <translation>weglassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>no model</source>
   <translation>kein Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>not between {quiet_words}</source>
   <translation>nicht zwischen {quiet_words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>not more than once {span}</source>
   <translation>höchstens einmal in {span}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>not watched yet</source>
   <translation>noch nicht beobachtet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>on mains or battery</source>
   <translation>am Netz oder mit Batterie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>on the last day of the month at 22:00</source>
   <translation>am letzten Tag des Monats um 22:00</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>only on mains power</source>
   <translation>nur am Stromnetz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>only take in and check</source>
   <translation>nur aufnehmen und prüfen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>registered, promoted, rolled back</source>
   <translation>registriert, befördert, zurückgenommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>share of drifted columns</source>
   <translation>Anteil gedrifteter Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>the model's metric, where answers are known</source>
   <translation>die Kennzahl des Modells, wo Antworten bekannt sind</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_offers.py" />
   <source>waits while on battery</source>
   <translation>wartet bei Batteriebetrieb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sections.py" />
   <source>Because of</source>
   <translation>Wegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sections.py" />
   <source>It has not run yet. Why it starts and what it makes will stand here.</source>
   <translation>Sie lief noch nicht. Warum sie startet und was sie macht, wird hier stehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sections.py" />
   <source>Started because {in_sentence}</source>
   <translation>Gestartet, weil {in_sentence}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sections.py" />
   <source>{n}, newest first</source>
   <translation>{n}, neueste zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source> that look like </source>
   <translation>, die aussehen wie </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source> that looks like </source>
   <translation>, die aussieht wie </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source> {was} added to </source>
   <translation> {was} hinzugefügt wurde zu </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>, or </source>
   <translation>, oder </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>By hand only</source>
   <translation>Nur von Hand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>Dataset</source>
   <translation>Datensatz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>How it ends</source>
   <translation>Wie es endet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>How much new data</source>
   <translation>Wie viele neue Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>Limit</source>
   <translation>Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>Model that is looked at</source>
   <translation>Modell, das angesehen wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>Names of files</source>
   <translation>Namen der Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>Script</source>
   <translation>Skript</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>Times</source>
   <translation>Zeiten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>What else starts it</source>
   <translation>Was sie sonst startet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>What ends</source>
   <translation>Was endet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>What happens then</source>
   <translation>Was dann geschieht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>What is decided</source>
   <translation>Was entschieden wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>What is looked at</source>
   <translation>Was angesehen wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>What stands guard</source>
   <translation>Was wacht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>a dataset</source>
   <translation>einen Datensatz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>a model</source>
   <translation>ein Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>a script</source>
   <translation>ein Skript</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>add {what} to </source>
   <translation>füge {what} hinzu zu </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>any model</source>
   <translation>jedes Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>check it</source>
   <translation>prüfe sie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>check its data</source>
   <translation>prüfe ihre Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>decided on</source>
   <translation>entschieden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>drift of {column}</source>
   <translation>Drift von {column}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>ends badly</source>
   <translation>schlecht endet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>ends well</source>
   <translation>gut endet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>new files</source>
   <translation>neue Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>or …</source>
   <translation>oder …</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>rolled back</source>
   <translation>zurückgenommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>whatever its name</source>
   <translation>wie immer sie heißt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>whatever their names</source>
   <translation>wie immer sie heißen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>when a person starts it</source>
   <translation>wenn eine Person sie startet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>when a version of </source>
   <translation>wenn über eine Version von </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>when {kind} says so</source>
   <translation>wenn {kind} es sagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/rule_sentence.py" />
   <source>worse than</source>
   <translation>schlechter als</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/script_rows.py" />
   <source>A command.</source>
   <translation>Ein Befehl.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/script_rows.py" />
   <source>All rows</source>
   <translation>Alle Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/script_rows.py" />
   <source>It gets</source>
   <translation>Es bekommt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/script_rows.py" />
   <source>Leave {name} out</source>
   <translation>{name} weglassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/script_rows.py" />
   <source>New rows</source>
   <translation>Neue Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/script_rows.py" />
   <source>No parameters were found in it.</source>
   <translation>Keine Parameter wurden darin gefunden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/script_rows.py" />
   <source>Rows that {name} gets</source>
   <translation>Zeilen, die {name} bekommt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/script_rows.py" />
   <source>What follows waits for it to succeed</source>
   <translation>Was folgt, wartet, bis es gelingt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/script_rows.py" />
   <source>of the dataset version</source>
   <translation>der Version des Datensatzes</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>About</source>
   <translation>Betrifft</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Added as {dataset} v{version}</source>
   <translation>Hinzugefügt als {dataset} v{version}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Asked for</source>
   <translation>Verlangt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Asked for by</source>
   <translation>Verlangt von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Because</source>
   <translation>Weil</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Cancelled</source>
   <translation>Abgebrochen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Compared with the training data</source>
   <translation>Verglichen mit den Trainingsdaten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Job {integer}</source>
   <translation>Auftrag {integer}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>New file found</source>
   <translation>Neue Datei gefunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Nothing of it was added</source>
   <translation>Nichts davon wurde hinzugefügt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Read and checked</source>
   <translation>Gelesen und geprüft</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Retrain {get}</source>
   <translation>{get} neu trainieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Set aside</source>
   <translation>Beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Skipped</source>
   <translation>Übergangen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Stopping at the next safe point</source>
   <translation>Hält beim nächsten sicheren Punkt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Took</source>
   <translation>Dauerte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Tries</source>
   <translation>Versuche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>Waiting until it is complete</source>
   <translation>Wartet, bis sie vollständig ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>added by {by}</source>
   <translation>hinzugefügt von {by}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>check</source>
   <translation>Prüfung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>checks</source>
   <translation>Prüfungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>new row</source>
   <translation>neue Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>new rows</source>
   <translation>neue Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>the worker</source>
   <translation>der Worker</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>waiting for the worker</source>
   <translation>wartet auf den Worker</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/selected.py" />
   <source>{n_passed} of {n_checks} passed</source>
   <translation>{n_passed} von {n_checks} bestanden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Added</source>
   <translation>Hinzugefügt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Added, checked, {doing}</source>
   <translation>Hinzugefügt, geprüft, {doing}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Everything automatic is paused, by {by}, {when}</source>
   <translation>Alles Automatische ist angehalten, von {by}, {when}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Lost</source>
   <translation>Verloren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Paused</source>
   <translation>Angehalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Queued</source>
   <translation>In der Warteschlange</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Running</source>
   <translation>Läuft</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Set aside: {failed}</source>
   <translation>Beiseitegelegt: {failed}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Starting</source>
   <translation>Startet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>Stopping</source>
   <translation>Hält an</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>looking for drift</source>
   <translation>es wird nach Drift gesucht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/state.py" />
   <source>{n_on} on, {value} off</source>
   <translation>{n_on} an, {value} aus</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/tables.py" />
   <source>Arrived</source>
   <translation>Angekommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/tables.py" />
   <source>Job</source>
   <translation>Auftrag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/tables.py" />
   <source>Message</source>
   <translation>Meldung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/tables.py" />
   <source>Size</source>
   <translation>Größe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/tables.py" />
   <source>State</source>
   <translation>Zustand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/tables.py" />
   <source>What happened</source>
   <translation>Was geschah</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/view.py" />
   <source>Pause everything…</source>
   <translation>Alles anhalten…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/view.py" />
   <source>Reading what arrived</source>
   <translation>Es wird gelesen, was angekommen ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/view.py" />
   <source>Rules that work while you sleep stand here</source>
   <translation>Regeln, die arbeiten, während Sie schlafen, stehen hier</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/view.py" />
   <source>Watch a folder: each file that lands in it is checked, added to a dataset and, if you like, a model is retrained on it.</source>
   <translation>Beobachten Sie einen Ordner: jede Datei, die darin ankommt, wird geprüft, zu einem Datensatz hinzugefügt, und wenn Sie möchten, wird ein Modell darauf neu trainiert.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/view.py" />
   <source>{name} is kept, and off.</source>
   <translation>{name} ist gespeichert, und aus.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/view_model.py" />
   <source>Job {id} is {said}</source>
   <translation>Auftrag {id} ist {said}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/view_model.py" />
   <source>{folder} is not watched any more. Its files and versions stay.</source>
   <translation>{folder} wird nicht mehr beobachtet. Seine Dateien und Versionen bleiben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/view_model.py" />
   <source>{name} is removed. Its runs and what they made stay.</source>
   <translation>{name} ist entfernt. Ihre Läufe und was sie machten, bleiben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>A person promotes it</source>
   <translation>Eine Person befördert es</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>Adding</source>
   <translation>Wird hinzugefügt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>Looking for drift, {about_}</source>
   <translation>Suche nach Drift, {about_}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>Nothing changes; its numbers are there to be looked at</source>
   <translation>Nichts ändert sich; seine Zahlen sind da zum Ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>Promote</source>
   <translation>Befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>Promotes by itself</source>
   <translation>Befördert selbst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>Proposes</source>
   <translation>Schlägt vor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>Retraining</source>
   <translation>Wird neu trainiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>Tell</source>
   <translation>Sagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>Tells</source>
   <translation>Sagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>The old one stays ready</source>
   <translation>Das alte bleibt bereit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>promote it by itself if every gate passes</source>
   <translation>selbst befördern, wenn jede Hürde genommen ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>propose it if every gate passes</source>
   <translation>vorschlagen, wenn jede Hürde genommen ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/words.py" />
   <source>tell how it does</source>
   <translation>sagen, wie es sich macht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/automations/work_section.py" />
   <source>Cancel job</source>
   <translation>Auftrag abbrechen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>Forecast</source>
   <translation>Vorhersage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>How far</source>
   <translation>Wie weit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>How many steps ahead</source>
   <translation>Wie viele Schritte im Voraus</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>Known ahead</source>
   <translation>Im Voraus bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>Lags</source>
   <translation>Verzögerungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>Name a column known ahead, such as a price</source>
   <translation>Nennen Sie eine im Voraus bekannte Spalte, etwa einen Preis</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>One series</source>
   <translation>Eine Reihe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>Press to read it as it was.</source>
   <translation>Drücken, um sie zu lesen, wie sie war.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>Series</source>
   <translation>Reihen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>Tell it ahead</source>
   <translation>Im Voraus sagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>{target} has {words} of past by {time}.</source>
   <translation>{target} hat {words} Vergangenheit nach {time}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/ahead_part.py" />
   <source>{told} Without it each row is answered by itself.</source>
   <translation>{told} Ohne sie wird jede Zeile für sich beantwortet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/charts.py" />
   <source>Rows of {name} from {first} to {last}.</source>
   <translation>Zeilen von {name} von {first} bis {last}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/charts.py" />
   <source>Rows of {name}: nothing known yet.</source>
   <translation>Zeilen von {name}: noch nichts bekannt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_deeds.py" />
   <source>Added: {sentence}</source>
   <translation>Hinzugefügt: {sentence}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_deeds.py" />
   <source>Changed: {sentence}</source>
   <translation>Geändert: {sentence}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_deeds.py" />
   <source>It is not proposed again.</source>
   <translation>Sie wird nicht wieder vorgeschlagen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_deeds.py" />
   <source>Only warns</source>
   <translation>Warnt nur</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_deeds.py" />
   <source>Removed: {sentence}</source>
   <translation>Entfernt: {sentence}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_deeds.py" />
   <source>Sets files aside</source>
   <translation>Legt Dateien beiseite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_deeds.py" />
   <source>This check has no settings.</source>
   <translation>Diese Prüfung hat keine Einstellungen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_deeds.py" />
   <source>Took back: {words}.</source>
   <translation>Zurückgenommen: {words}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_deeds.py" />
   <source>{column} is {said} from now on.</source>
   <translation>{column} ist von jetzt an {said}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_deeds.py" />
   <source>{n} rules are on.</source>
   <translation>{n} Regeln sind an.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_offenders.py" />
   <source>Rows that break the rule</source>
   <translation>Zeilen, die die Regel brechen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_offenders.py" />
   <source>and {rows}</source>
   <translation>und {rows}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_offenders.py" />
   <source>more row</source>
   <translation>weitere Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_offenders.py" />
   <source>more rows</source>
   <translation>weitere Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Add a rule…</source>
   <translation>Regel hinzufügen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Change the rule…</source>
   <translation>Regel ändern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Don't propose again: {sentence}</source>
   <translation>Nicht wieder vorschlagen: {sentence}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>More for: {sentence}</source>
   <translation>Mehr zu: {sentence}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Only warn</source>
   <translation>Nur warnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Personal data</source>
   <translation>Personenbezogene Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Proposed</source>
   <translation>Vorgeschlagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Remove the rule</source>
   <translation>Regel entfernen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Rules</source>
   <translation>Regeln</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Run for every file</source>
   <translation>Laufen für jede Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Set files aside</source>
   <translation>Dateien beiseitelegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>Switch all on</source>
   <translation>Alle einschalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>kept by all of {n_files} so far</source>
   <translation>von allen {n_files} bisher gehalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>looks like {looks}</source>
   <translation>sieht aus wie {looks}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>marked by a person</source>
   <translation>von einer Person gekennzeichnet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>masked wherever values are shown, unless allowed</source>
   <translation>überall verdeckt, wo Werte gezeigt werden, wenn nicht erlaubt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>sets aside</source>
   <translation>legt beiseite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>{column} is personal</source>
   <translation>{column} ist personenbezogen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>{n} of {total}</source>
   <translation>{n} von {total}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_rules.py" />
   <source>{told}, {failing} to look at</source>
   <translation>{told}, {failing} anzusehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_sheet.py" />
   <source>Add a rule</source>
   <translation>Regel hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_sheet.py" />
   <source>Add the rule</source>
   <translation>Die Regel hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_sheet.py" />
   <source>Choose a check</source>
   <translation>Prüfung wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_sheet.py" />
   <source>Choose a column</source>
   <translation>Spalte wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_sheet.py" />
   <source>Every later file of {dataset} is judged by it.</source>
   <translation>Jede spätere Datei von {dataset} wird danach beurteilt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_sheet.py" />
   <source>Only say so</source>
   <translation>Es nur sagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_sheet.py" />
   <source>Save the rule</source>
   <translation>Regel speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_sheet.py" />
   <source>Set the file aside</source>
   <translation>Die Datei beiseitelegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_sheet.py" />
   <source>When a file breaks it</source>
   <translation>Wenn eine Datei sie bricht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_state.py" />
   <source> and {value} more</source>
   <translation> und {value} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_state.py" />
   <source>Line</source>
   <translation>Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_state.py" />
   <source>Look at it</source>
   <translation>Ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_state.py" />
   <source>No file was judged by it yet.</source>
   <translation>Noch wurde keine Datei danach beurteilt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_state.py" />
   <source>Not asked yet</source>
   <translation>Noch nicht gefragt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_state.py" />
   <source>Passed</source>
   <translation>Bestanden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_state.py" />
   <source>Passed {passed} of {n_files}</source>
   <translation>Bestanden {passed} von {n_files}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_state.py" />
   <source>{said}; not {shown}{more}.</source>
   <translation>{said}; nicht {shown}{more}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/check_trend.py" />
   <source>Trend</source>
   <translation>Trend</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>Accepted, its cells that can't be read and columns that are not there count as missing.</source>
   <translation>Angenommen; ihre nicht lesbaren Zellen und fehlenden Spalten gelten als fehlend.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>Its first rows, what does not fit, and how it may be read otherwise.</source>
   <translation>Ihre ersten Zeilen, was nicht passt, und wie sie anders gelesen werden kann.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>Look at {name}</source>
   <translation>{name} ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>See its way</source>
   <translation>Ihren Weg sehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>Set the bad rows of {name} aside</source>
   <translation>Die schlechten Zeilen von {name} beiseitelegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>Takes the good rows in; those that break a rule are kept beside them.</source>
   <translation>Nimmt die guten Zeilen auf; die eine Regel brechen, werden daneben aufgehoben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>The next file that arrives is checked.</source>
   <translation>Die nächste Datei, die ankommt, wird geprüft.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>no check ran</source>
   <translation>keine Prüfung lief</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>{label}, {added_rows:,} new rows</source>
   <translation>{label}, {added_rows:,} neue Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>{n_passed} of {n} passed</source>
   <translation>{n_passed} von {n} bestanden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/checks_tab.py" />
   <source>{name} was set aside</source>
   <translation>{name} wurde beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/code_part.py" />
   <source>Own code</source>
   <translation>Eigener Code</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/code_part.py" />
   <source>The table is called</source>
   <translation>Die Tabelle heißt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/code_part.py" />
   <source>What of the file is used</source>
   <translation>Was von der Datei benutzt wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/code_reading.py" />
   <source>not run</source>
   <translation>nicht ausgeführt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/code_state.py" />
   <source>A function, script or notebook of yours can prepare the table, or be the model.</source>
   <translation>Eine Funktion, ein Skript oder Notebook von Ihnen kann die Tabelle vorbereiten oder das Modell sein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/code_state.py" />
   <source>It runs in the worker and wherever the model answers; Activity notes your choice.</source>
   <translation>Er läuft im Worker und wo immer das Modell antwortet; die Aktivität vermerkt Ihre Wahl.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/code_state.py" />
   <source>Nothing of it is chosen.</source>
   <translation>Nichts davon ist gewählt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_acts.py" />
   <source>The values of {column} {words}.</source>
   <translation>Die Werte von {column} {words}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_acts.py" />
   <source>are no longer personal</source>
   <translation>sind nicht mehr personenbezogen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_acts.py" />
   <source>are personal now</source>
   <translation>sind jetzt personenbezogen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_inspector.py" />
   <source>All {n}</source>
   <translation>Alle {n}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_inspector.py" />
   <source>Choose a column to see it here.</source>
   <translation>Wählen Sie eine Spalte, um sie hier zu sehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_inspector.py" />
   <source>Of so many rows the quantiles and different values are close estimates.</source>
   <translation>Bei so vielen Zeilen sind Quantile und verschiedene Werte nahe Schätzungen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_inspector.py" />
   <source>Personal values are masked wherever rows are shown.</source>
   <translation>Personenbezogene Werte sind verdeckt, wo immer Zeilen gezeigt werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_inspector.py" />
   <source>Role: {role}. Press to change it.</source>
   <translation>Rolle: {role}. Drücken, um sie zu ändern.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_inspector.py" />
   <source>The values are personal. Only how many there are is shown.</source>
   <translation>Die Werte sind personenbezogen. Nur wie viele es sind, wird gezeigt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_inspector.py" />
   <source>The values of {name} are personal</source>
   <translation>Die Werte von {name} sind personenbezogen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>25% are below</source>
   <translation>25 % liegen darunter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>5% are below</source>
   <translation>5 % liegen darunter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>75% are below</source>
   <translation>75 % liegen darunter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>95% are below</source>
   <translation>95 % liegen darunter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Different values</source>
   <translation>Verschiedene Werte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Link with target</source>
   <translation>Zusammenhang mit dem Ziel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Lowest</source>
   <translation>Kleinster</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Mean</source>
   <translation>Mittelwert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Missing rose from {before} to {after} since v{number}.</source>
   <translation>Fehlende stiegen von {before} auf {after} seit v{number}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Newest</source>
   <translation>Neuester</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Oldest</source>
   <translation>Ältester</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Outliers, 3 IQR</source>
   <translation>Ausreißer, 3 IQR</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Since v{number}: {words}.</source>
   <translation>Seit v{number}: {words}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Standard deviation</source>
   <translation>Standardabweichung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>Zeros</source>
   <translation>Nullen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>was {before}</source>
   <translation>war {before}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>whole number</source>
   <translation>ganze Zahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>yes or no</source>
   <translation>ja oder nein</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>{words}, never missing</source>
   <translation>{words}, nie fehlend</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/column_state.py" />
   <source>{words}, {missing} missing</source>
   <translation>{words}, {missing} fehlen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/columns_popover.py" />
   <source>Columns shown</source>
   <translation>Gezeigte Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/columns_popover.py" />
   <source>Show all</source>
   <translation>Alle zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/commands.py" />
   <source>Add a file…</source>
   <translation>Datei hinzufügen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/commands.py" />
   <source>Add data…</source>
   <translation>Daten hinzufügen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/commands.py" />
   <source>Ask a database for {name}…</source>
   <translation>Datenbank für {name} abfragen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/commands.py" />
   <source>Compare v{pair} with v{pair2}</source>
   <translation>v{pair} mit v{pair2} vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/commands.py" />
   <source>Delete the version…</source>
   <translation>Version löschen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/commands.py" />
   <source>From a database…</source>
   <translation>Aus einer Datenbank…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/commands.py" />
   <source>Train on {label}…</source>
   <translation>Auf {label} trainieren…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/commands.py" />
   <source>Watch a folder for {name}…</source>
   <translation>Ordner für {name} beobachten…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/commands.py" />
   <source>{tab} of {name}</source>
   <translation>{tab} von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>0 for a column that is never missing.</source>
   <translation>0 für eine Spalte, die nie fehlt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>A check for {settings}</source>
   <translation>Eine Prüfung für {settings}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>A share is from 0 to 100 %.</source>
   <translation>Ein Anteil liegt zwischen 0 und 100 %.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>Add the check</source>
   <translation>Prüfung hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>Every later file of {dataset} has to pass it, or it is set aside.</source>
   <translation>Jede spätere Datei von {dataset} muss sie bestehen, sonst wird sie beiseitegelegt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>Share allowed to be missing, in %</source>
   <translation>Anteil, der fehlen darf, in %</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>The highest value; empty for none.</source>
   <translation>Der größte Wert; leer für keinen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>The lowest value; empty for none.</source>
   <translation>Der kleinste Wert; leer für keinen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>This is no number. Write a share in percent, such as 5.</source>
   <translation>Das ist keine Zahl. Schreiben Sie einen Anteil in Prozent, etwa 5.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>Values allowed</source>
   <translation>Erlaubte Werte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/check_sheet.py" />
   <source>With commas between.</source>
   <translation>Mit Kommas dazwischen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/columns_table.py" />
   <source>Before</source>
   <translation>Vorher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/columns_table.py" />
   <source>Both have the same columns</source>
   <translation>Beide haben dieselben Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/columns_table.py" />
   <source>Changed</source>
   <translation>Geändert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/columns_table.py" />
   <source>Column</source>
   <translation>Spalte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/columns_table.py" />
   <source>Columns compared</source>
   <translation>Verglichene Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/columns_table.py" />
   <source>Distribution</source>
   <translation>Verteilung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/columns_table.py" />
   <source>Missing</source>
   <translation>Fehlend</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/columns_table.py" />
   <source>Names and types are equal.</source>
   <translation>Namen und Typen sind gleich.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/columns_table.py" />
   <source>Schema compared</source>
   <translation>Verglichenes Schema</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/commands.py" />
   <source>Match rows by other columns…</source>
   <translation>Zeilen nach anderen Spalten zuordnen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/commands.py" />
   <source>Save as report…</source>
   <translation>Als Bericht speichern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/commands.py" />
   <source>Show rows {kind}</source>
   <translation>Zeilen zeigen: {kind}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/commands.py" />
   <source>Show {word}</source>
   <translation>{word} zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/deeds.py" />
   <source>From now on {name} is checked: {sentence}</source>
   <translation>Von jetzt an wird {name} geprüft: {sentence}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/deeds.py" />
   <source>From {was} to {now}: {words}.</source>
   <translation>Von {was} bis {now}: {words}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/deeds.py" />
   <source>Save as report</source>
   <translation>Als Bericht speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/deeds.py" />
   <source>Show checks</source>
   <translation>Prüfungen zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/deeds.py" />
   <source>v{number} is the latest again.</source>
   <translation>v{number} ist wieder die neueste.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/head.py" />
   <source>Choose a key…</source>
   <translation>Schlüssel wählen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/head.py" />
   <source>Columns that name a row</source>
   <translation>Spalten, die eine Zeile benennen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/head.py" />
   <source>Compare {before} and {after}</source>
   <translation>{before} und {after} vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/head.py" />
   <source>Earlier version</source>
   <translation>Frühere Version</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/head.py" />
   <source>Guess</source>
   <translation>Raten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/head.py" />
   <source>Later version</source>
   <translation>Spätere Version</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/head.py" />
   <source>Match by these</source>
   <translation>Nach diesen zuordnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/head.py" />
   <source>Matched by</source>
   <translation>Zugeordnet nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/head.py" />
   <source>Matched by all they hold</source>
   <translation>Zugeordnet nach allem, was sie enthalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/head.py" />
   <source>{name}: {guessed}. Click to choose other columns.</source>
   <translation>{name}: {guessed}. Klicken, um andere Spalten zu wählen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/inspector.py" />
   <source>Changed cells</source>
   <translation>Geänderte Zellen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/inspector.py" />
   <source>Changed cells of {name}</source>
   <translation>Geänderte Zellen von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/inspector.py" />
   <source>It goes into the trash</source>
   <translation>Sie kommt in den Papierkorb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/inspector.py" />
   <source>Make it a check…</source>
   <translation>Eine Prüfung daraus machen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/inspector.py" />
   <source>Only the {cells} in {name}</source>
   <translation>Nur die {cells} in {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/inspector.py" />
   <source>Set {word} aside</source>
   <translation>{word} beiseitelegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/inspector.py" />
   <source>Show these {n} {which}{noun}</source>
   <translation>Diese {n} {which}{noun} zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/inspector.py" />
   <source>Show this {which}row</source>
   <translation>Diese {which}Zeile zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/inspector.py" />
   <source>{earlier} becomes the latest again</source>
   <translation>{earlier} wird wieder die neueste</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/part.py" />
   <source>Both versions hold the same rows and columns, whatever file they came from.</source>
   <translation>Beide Versionen haben dieselben Zeilen und Spalten, aus welcher Datei sie auch kamen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/part.py" />
   <source>Comparing the versions</source>
   <translation>Die Versionen werden verglichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/part.py" />
   <source>Only changed</source>
   <translation>Nur Geändertes</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/part.py" />
   <source>PSI limit {limit:.2f}</source>
   <translation>PSI-Grenze {limit:.2f}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/part.py" />
   <source>Show</source>
   <translation>Zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/part.py" />
   <source>Stop</source>
   <translation>Anhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/part.py" />
   <source>The same content</source>
   <translation>Derselbe Inhalt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/part.py" />
   <source>v{number} and v{second}</source>
   <translation>v{number} und v{second}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/part.py" />
   <source>v{number} and {other} v{second}</source>
   <translation>v{number} und {other} v{second}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/rows_part.py" />
   <source>As they stand in v{number}</source>
   <translation>Wie sie in v{number} stehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/rows_part.py" />
   <source>As they stand in v{number}, what stood in v{number2} struck out</source>
   <translation>Wie sie in v{number} stehen; was in v{number2} stand, durchgestrichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/rows_part.py" />
   <source>As they stood in v{number}</source>
   <translation>Wie sie in v{number} standen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/rows_part.py" />
   <source>No row was {kind}</source>
   <translation>Keine Zeile wurde {kind}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/rows_part.py" />
   <source>Removed</source>
   <translation>Entfernt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/rows_part.py" />
   <source>Rows that differ</source>
   <translation>Zeilen, die sich unterscheiden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/slices.py" />
   <source>Slice</source>
   <translation>Teilmenge</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/state.py" />
   <source>, key</source>
   <translation>, Schlüssel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/state.py" />
   <source>, was {was_name}</source>
   <translation>, war {was_name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/state.py" />
   <source>, {more} more columns</source>
   <translation>, {more} weitere Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/state.py" />
   <source>Columns {n}</source>
   <translation>Spalten {n}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/state.py" />
   <source>Compare versions of {dataset}</source>
   <translation>Versionen von {dataset} vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/state.py" />
   <source>Compare {dataset} and {dataset2}</source>
   <translation>{dataset} und {dataset2} vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/state.py" />
   <source>New values</source>
   <translation>Neue Werte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/state.py" />
   <source>Rows {n_rows}</source>
   <translation>Zeilen {n_rows}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/state.py" />
   <source>Schema {n}</source>
   <translation>Schema {n}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/state.py" />
   <source>other type</source>
   <translation>anderer Typ</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/view_model.py" />
   <source>Nothing was changed.</source>
   <translation>Nichts wurde geändert.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/view_model.py" />
   <source>The comparing was stopped.</source>
   <translation>Der Vergleich wurde angehalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/compare/view_model.py" />
   <source>{when}, {rows} rows</source>
   <translation>{when}, {rows} Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>All rows prepared anew {steps}, asked for by {who} {when}.</source>
   <translation>Alle Zeilen neu vorbereitet {steps}, verlangt von {who} {when}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>Checks {n_passed} of {n}</source>
   <translation>Prüfungen {n_passed} von {n}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>Columns</source>
   <translation>Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>Duplicate rows</source>
   <translation>Doppelte Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>From {source_name}, added by {who} {when}.</source>
   <translation>Aus {source_name}, hinzugefügt von {who} {when}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>Missing cells</source>
   <translation>Fehlende Zellen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>Row {shown}</source>
   <translation>Zeile {shown}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>Rows {names} and {n_more} more</source>
   <translation>Zeilen {names} und {n_more} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>Rows {names} and {shown}</source>
   <translation>Zeilen {names} und {shown}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>Used by</source>
   <translation>Benutzt von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>a query</source>
   <translation>eine Abfrage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>and {value} more</source>
   <translation>und {value} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>by 1 step</source>
   <translation>durch 1 Schritt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>by {n} steps</source>
   <translation>durch {n} Schritte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>column</source>
   <translation>Spalte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>columns</source>
   <translation>Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>just now</source>
   <translation>gerade eben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>none ran</source>
   <translation>keine lief</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>nothing yet</source>
   <translation>noch nichts</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>prepared anew</source>
   <translation>neu vorbereitet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>same data again in {again}</source>
   <translation>dieselben Daten noch einmal in {again}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>same data again in {n} files</source>
   <translation>dieselben Daten noch einmal in {n} Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>without steps</source>
   <translation>ohne Schritte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>{n:,} files of {name}</source>
   <translation>{n:,} Dateien von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_state.py" />
   <source>{value} of {n} passed</source>
   <translation>{value} von {n} bestanden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_view.py" />
   <source>All datasets</source>
   <translation>Alle Datensätze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_view.py" />
   <source>Compare versions</source>
   <translation>Versionen vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_view.py" />
   <source>Reading the dataset</source>
   <translation>Der Datensatz wird gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_view.py" />
   <source>Train on v{number}…</source>
   <translation>Auf v{number} trainieren…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/dataset_view.py" />
   <source>What differs between v{was} and v{now}</source>
   <translation>Worin sich v{was} und v{now} unterscheiden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/drop_strip.py" />
   <source>Drop CSV, Parquet, Excel or JSON files here, or anywhere in the window</source>
   <translation>Lassen Sie CSV-, Parquet-, Excel- oder JSON-Dateien hier fallen, oder irgendwo im Fenster</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/drop_strip.py" />
   <source>Files that fit a dataset become its next version; the others become a new dataset</source>
   <translation>Dateien, die zu einem Datensatz passen, werden seine nächste Version; die anderen werden ein neuer Datensatz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/drop_strip.py" />
   <source>{title}. {text_}. Press to choose files.</source>
   <translation>{title}. {text_}. Drücken, um Dateien zu wählen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/job_strip.py" />
   <source>At work</source>
   <translation>In Arbeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/job_strip.py" />
   <source>Beginning</source>
   <translation>Beginnt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/job_strip.py" />
   <source>Progress of the work on this dataset</source>
   <translation>Fortschritt der Arbeit an diesem Datensatz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/job_strip.py" />
   <source>Stop this job</source>
   <translation>Diesen Auftrag anhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/job_strip.py" />
   <source>{integer} more queued</source>
   <translation>{integer} weitere in der Warteschlange</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>, from {source}</source>
   <translation>, von {source}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>, the newest {n} shown</source>
   <translation>, die neuesten {n} gezeigt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>. Undone {full_time}</source>
   <translation>. Rückgängig gemacht {full_time}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>Labels of {column}</source>
   <translation>Labels von {column}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>No row was labelled yet.</source>
   <translation>Noch hat keine Zeile ein Label.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>Reading the labels</source>
   <translation>Die Labels werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>Row {key}</source>
   <translation>Zeile {key}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>Undo all of {source}</source>
   <translation>Alle von {source} rückgängig machen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>Undo {said}</source>
   <translation>{said} rückgängig machen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>What is undone stays in the history.</source>
   <translation>Was rückgängig gemacht ist, bleibt im Verlauf.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>Who labelled which row of {dataset}, newest first.</source>
   <translation>Wer welcher Zeile von {dataset} ein Label gab, neueste zuerst.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>label</source>
   <translation>Label</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>label taken away</source>
   <translation>Label weggenommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>labels</source>
   <translation>Labels</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>no label</source>
   <translation>kein Label</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>{n_labels} in all</source>
   <translation>{n_labels} insgesamt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_history.py" />
   <source>{row}: {now}, before {before}</source>
   <translation>{row}: {now}, vorher {before}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_state.py" />
   <source>1 label is</source>
   <translation>1 Label ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_state.py" />
   <source>A new column…</source>
   <translation>Eine neue Spalte…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_state.py" />
   <source>Number of the row</source>
   <translation>Nummer der Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_state.py" />
   <source>Rows {integer} to {integer2} of {integer3}</source>
   <translation>Zeilen {integer} bis {integer2} von {integer3}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_state.py" />
   <source>not labelled</source>
   <translation>ohne Label</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_state.py" />
   <source>rows of incident {incident}</source>
   <translation>Zeilen von Vorfall {incident}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_state.py" />
   <source>{counted} {whose} are labelled</source>
   <translation>{counted} {whose} haben ein Label</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_state.py" />
   <source>{integer} labels are</source>
   <translation>{integer} Labels sind</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_state.py" />
   <source>{words}, {n} not saved</source>
   <translation>{words}, {n} nicht gespeichert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>1 to 9 label the row, 0 takes the label away, S skips, B goes back, U undoes</source>
   <translation>1 bis 9 geben der Zeile ein Label, 0 nimmt es weg, S überspringt, B geht zurück, U macht rückgängig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Another value</source>
   <translation>Ein anderer Wert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>As they came</source>
   <translation>Wie sie kamen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Choose the column that gets the labels above, or name a new one. Labels can also come by file, on the command line (data label).</source>
   <translation>Wählen Sie oben die Spalte, die Labels bekommt, oder nennen Sie eine neue. Labels können auch als Datei kommen, über die Befehlszeile (data label).</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Column to label</source>
   <translation>Spalte für Labels</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Earlier rows</source>
   <translation>Frühere Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Key of a row</source>
   <translation>Schlüssel einer Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Label the row {said}</source>
   <translation>Der Zeile das Label {said} geben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Later rows</source>
   <translation>Spätere Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Name of the new column</source>
   <translation>Name der neuen Spalte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>No column to label yet</source>
   <translation>Noch keine Spalte für Labels</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Order of the rows</source>
   <translation>Reihenfolge der Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Reading the rows</source>
   <translation>Die Zeilen werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Rows are told apart by</source>
   <translation>Zeilen werden unterschieden nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Rows to label</source>
   <translation>Zeilen ohne Label</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Save as a version</source>
   <translation>Als Version speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Share of rows that are labelled</source>
   <translation>Anteil der Zeilen mit Label</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Show all rows</source>
   <translation>Alle Zeilen zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Unlabelled first</source>
   <translation>Ohne Label zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/label_tab.py" />
   <source>Who labelled which row</source>
   <translation>Wer welcher Zeile ein Label gab</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/legend.py" />
   <source>Bars: {version}.</source>
   <translation>Balken: {version}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/legend.py" />
   <source>Grey bars</source>
   <translation>Graue Balken</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/legend.py" />
   <source>Outline</source>
   <translation>Umriss</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_part.py" />
   <source>Came from</source>
   <translation>Kam von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_part.py" />
   <source>No later version, run or model stands on this version yet. Train on it and they appear here.</source>
   <translation>Noch steht keine spätere Version, kein Lauf und kein Modell auf dieser Version. Trainieren Sie darauf, und sie erscheinen hier.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_part.py" />
   <source>Query</source>
   <translation>Abfrage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_part.py" />
   <source>Reading the lineage</source>
   <translation>Die Herkunft wird gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_part.py" />
   <source>Stands on it</source>
   <translation>Steht darauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_state.py" />
   <source>Job {at}</source>
   <translation>Auftrag {at}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_state.py" />
   <source>Made by {who} on {when}</source>
   <translation>Gemacht von {who} am {when}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_state.py" />
   <source>all rows were prepared anew</source>
   <translation>alle Zeilen wurden neu vorbereitet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_state.py" />
   <source>its rows are in this version</source>
   <translation>ihre Zeilen sind in dieser Version</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_state.py" />
   <source>its rows hold those of this one</source>
   <translation>ihre Zeilen enthalten die von dieser</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/lineage_state.py" />
   <source>model version</source>
   <translation>Modellversion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_cards.py" />
   <source>From {folder}</source>
   <translation>Aus {folder}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_cards.py" />
   <source>and {n_more_datasets}: narrow the filter, or look at the</source>
   <translation>und {n_more_datasets}: engen Sie den Filter ein, oder sehen Sie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_cards.py" />
   <source>more dataset</source>
   <translation>weiterer Datensatz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_cards.py" />
   <source>more datasets</source>
   <translation>weitere Datensätze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_cards.py" />
   <source>{source}; used by {used}</source>
   <translation>{source}; benutzt von {used}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>Cards</source>
   <translation>Karten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>Clear the filter</source>
   <translation>Filter leeren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>Columns, {n} hidden</source>
   <translation>Spalten, {n} verborgen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>Datasets</source>
   <translation>Datensätze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>Datasets will be here</source>
   <translation>Hier werden Datensätze stehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>Drop a CSV or Parquet file anywhere in the window.</source>
   <translation>Lassen Sie eine CSV- oder Parquet-Datei irgendwo im Fenster fallen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>Filter by name, target, model or folder</source>
   <translation>Nach Name, Ziel, Modell oder Ordner filtern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>Filter datasets</source>
   <translation>Datensätze filtern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>No dataset fits the filter.</source>
   <translation>Kein Datensatz passt zum Filter.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>No dataset matches</source>
   <translation>Kein Datensatz passt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>Reading the datasets</source>
   <translation>Die Datensätze werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>Saved views</source>
   <translation>Gespeicherte Ansichten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/list_view.py" />
   <source>View</source>
   <translation>Ansicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/page.py" />
   <source>Build</source>
   <translation>Aufbau</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/page.py" />
   <source>Train…</source>
   <translation>Trainieren…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/page.py" />
   <source>v{number}, {rows:,} rows</source>
   <translation>v{number}, {rows:,} Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/page.py" />
   <source>{kind} column of {name}</source>
   <translation>Spalte {kind} von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_state.py" />
   <source>Models do not see it.</source>
   <translation>Modelle sehen sie nicht.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_state.py" />
   <source>Models learn from it.</source>
   <translation>Modelle lernen daraus.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_state.py" />
   <source>Names a row; models do not see it.</source>
   <translation>Benennt eine Zeile; Modelle sehen sie nicht.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_state.py" />
   <source>Orders the rows; the newest are held out.</source>
   <translation>Ordnet die Zeilen; die neuesten werden zurückgehalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_state.py" />
   <source>Rows that belong together stay on one side.</source>
   <translation>Zeilen, die zusammengehören, bleiben auf einer Seite.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_state.py" />
   <source>What models predict.</source>
   <translation>Was Modelle vorhersagen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_state.py" />
   <source>left out</source>
   <translation>weggelassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>Clear the search</source>
   <translation>Suche leeren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>Columns of the dataset</source>
   <translation>Spalten des Datensatzes</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>Distinct</source>
   <translation>Verschiedene</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>Find columns</source>
   <translation>Spalten finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>Find columns by name, kind, role or change</source>
   <translation>Spalten nach Name, Art, Rolle oder Änderung finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>Max</source>
   <translation>Max</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>Median</source>
   <translation>Median</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>Min</source>
   <translation>Min</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>No column has all of these words.</source>
   <translation>Keine Spalte hat alle diese Wörter.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>No column matches</source>
   <translation>Keine Spalte passt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>Note</source>
   <translation>Notiz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/profile_tab.py" />
   <source>Since v{number}</source>
   <translation>Seit v{number}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/recipe_files.py" />
   <source>Fill the sheet with a recipe from a file, TOML or JSON</source>
   <translation>Das Blatt mit einem Rezept aus einer Datei füllen, TOML oder JSON</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/recipe_files.py" />
   <source>Open a recipe</source>
   <translation>Rezept öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/recipe_files.py" />
   <source>Open recipe…</source>
   <translation>Rezept öffnen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/recipe_files.py" />
   <source>Recipes (*.toml *.json)</source>
   <translation>Rezepte (*.toml *.json)</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/recipe_files.py" />
   <source>Save recipe…</source>
   <translation>Rezept speichern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/recipe_files.py" />
   <source>Write a recipe to a file that trains the same by command or on another computer</source>
   <translation>Ein Rezept in eine Datei schreiben, das dasselbe mit einem Befehl oder auf einem anderen Rechner trainiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_tab.py" />
   <source>Go to row</source>
   <translation>Zu Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_tab.py" />
   <source>No row fulfils the condition</source>
   <translation>Keine Zeile erfüllt die Bedingung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_tab.py" />
   <source>Row {integer} is not among the rows shown.</source>
   <translation>Zeile {integer} ist nicht unter den gezeigten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_tab.py" />
   <source>There are rows 1 to {integer}.</source>
   <translation>Es gibt Zeilen 1 bis {integer}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_tab.py" />
   <source>This version has no rows</source>
   <translation>Diese Version hat keine Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_tab.py" />
   <source>in the order they came</source>
   <translation>in der Reihenfolge, in der sie kamen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_tab.py" />
   <source>{integer} of {whole} rows ({share}), {order}</source>
   <translation>{integer} von {whole} Zeilen ({share}), {order}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_table.py" />
   <source>Choose columns…</source>
   <translation>Spalten wählen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_table.py" />
   <source>Copy rows</source>
   <translation>Zeilen kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_table.py" />
   <source>Hide this column</source>
   <translation>Diese Spalte verbergen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_table.py" />
   <source>No rows here</source>
   <translation>Keine Zeilen hier</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_table.py" />
   <source>Select all</source>
   <translation>Alle auswählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_table.py" />
   <source>Sort down</source>
   <translation>Absteigend sortieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rows_table.py" />
   <source>Sort up</source>
   <translation>Aufsteigend sortieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rule_part.py" />
   <source>A rule of your own…</source>
   <translation>Eine eigene Regel…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rule_part.py" />
   <source>Choose by</source>
   <translation>Wählen nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/rule_part.py" />
   <source>What makes one run better than another where one measure does not say it all.</source>
   <translation>Was einen Lauf besser macht als einen anderen, wo ein Maß nicht alles sagt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/schema_tab.py" />
   <source>Holds</source>
   <translation>Enthält</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/schema_tab.py" />
   <source>Roles hold for this and all later versions. Click a role to change it.</source>
   <translation>Rollen gelten für diese und alle späteren Versionen. Klicken Sie auf eine Rolle, um sie zu ändern.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/schema_tab.py" />
   <source>Schema</source>
   <translation>Schema</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/schema_tab.py" />
   <source>Which means</source>
   <translation>Das bedeutet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/schema_tab.py" />
   <source>whole numbers</source>
   <translation>ganze Zahlen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source> set aside</source>
   <translation> beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>; {n_files} being added</source>
   <translation>; {n_files} werden hinzugefügt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>; {n_files} set aside</source>
   <translation>; {n_files} beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>Mine</source>
   <translation>Meine</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>Not used</source>
   <translation>Nicht benutzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>dataset</source>
   <translation>Datensatz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>datasets</source>
   <translation>Datensätze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>labelled here</source>
   <translation>hier mit Labels versehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>no checks yet</source>
   <translation>noch keine Prüfungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>version</source>
   <translation>Version</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>versions</source>
   <translation>Versionen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>{columns}, no target yet</source>
   <translation>{columns}, noch kein Ziel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>{columns}, target {target}</source>
   <translation>{columns}, Ziel {target}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/state.py" />
   <source>{n} of {n} passed</source>
   <translation>{n} von {n} bestanden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>Add a step to {dataset}</source>
   <translation>Schritt zu {dataset} hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>Add the step</source>
   <translation>Schritt hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>After</source>
   <translation>Danach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>Change a step</source>
   <translation>Einen Schritt ändern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>Choose what to do</source>
   <translation>Wählen Sie, was zu tun ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>Choose what to do, and the first rows show it.</source>
   <translation>Wählen Sie, was zu tun ist, und die ersten Zeilen zeigen es.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>It runs on all rows there are and on every later file.</source>
   <translation>Er läuft über alle Zeilen, die da sind, und über jede spätere Datei.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>Keep and prepare</source>
   <translation>Behalten und vorbereiten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>Kind of step</source>
   <translation>Art des Schritts</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>Rows after</source>
   <translation>Zeilen danach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/step_sheet.py" />
   <source>The rows as they came are kept. You can undo this step by itself.</source>
   <translation>Die Zeilen, wie sie kamen, bleiben. Sie können diesen Schritt für sich zurücknehmen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_state.py" />
   <source>by {by}, undone</source>
   <translation>von {by}, zurückgenommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_state.py" />
   <source>the first </source>
   <translation>der ersten </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_state.py" />
   <source>{gone} of {first}{of} rows go</source>
   <translation>{gone} von {first}{of} Zeilen fallen weg</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_state.py" />
   <source>{integer} of {first}{of} rows change</source>
   <translation>{integer} von {first}{of} Zeilen ändern sich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Add a step…</source>
   <translation>Schritt hinzufügen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Change: {title}</source>
   <translation>Ändern: {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Do this step again</source>
   <translation>Diesen Schritt wieder tun</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Every file goes through these steps in this order, and so do raw rows that a model scores. A change makes a new version of all rows; the rows as they came are kept.</source>
   <translation>Jede Datei geht durch diese Schritte in dieser Reihenfolge, und ebenso rohe Zeilen, die ein Modell beantwortet. Eine Änderung macht eine neue Version aller Zeilen; die Zeilen, wie sie kamen, bleiben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>In force: {title}</source>
   <translation>In Kraft: {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Move down: {title}</source>
   <translation>Nach unten: {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Move up: {title}</source>
   <translation>Nach oben: {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>No steps yet</source>
   <translation>Noch keine Schritte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Prepare again</source>
   <translation>Neu vorbereiten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Preparing</source>
   <translation>Wird vorbereitet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Reading the steps</source>
   <translation>Die Schritte werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Steps rename, fill, filter or derive columns. Each is a sentence, runs on every later file, and can be undone by itself.</source>
   <translation>Schritte benennen um, füllen, filtern oder leiten Spalten ab. Jeder ist ein Satz, läuft über jede spätere Datei und lässt sich für sich zurücknehmen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>The newest version was not prepared by these steps.</source>
   <translation>Die neueste Version wurde nicht mit diesen Schritten vorbereitet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>The worker may be about to, or it failed.</source>
   <translation>Der Worker ist vielleicht gerade dabei, oder es misslang.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/steps_tab.py" />
   <source>Undo this step</source>
   <translation>Diesen Schritt zurücknehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_ahead.py" />
   <source>It is not said how many steps ahead is told.</source>
   <translation>Es ist nicht gesagt, wie viele Schritte im Voraus.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_ahead.py" />
   <source>Named by you: 1 is the newest value known. No means are learned from then.</source>
   <translation>Von Ihnen genannt: 1 ist der neueste bekannte Wert. Mittelwerte werden dann nicht gelernt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_ahead.py" />
   <source>No other column</source>
   <translation>Keine andere Spalte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_ahead.py" />
   <source>Type a whole number.</source>
   <translation>Geben Sie eine ganze Zahl ein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_ahead.py" />
   <source>{known} {are} known at the moment told. The rest is read as it was {then} before.</source>
   <translation>{known} {are} bekannt, wenn vorhergesagt wird. Die übrigen werden gelesen, wie sie {then} vorher waren.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>As each estimator likes it</source>
   <translation>Wie jeder Schätzer es mag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>Hold out</source>
   <translation>Zurückhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>Judge by</source>
   <translation>Beurteilen nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>Judge over time too</source>
   <translation>Auch über die Zeit beurteilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>Leave out</source>
   <translation>Weglassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>Leave out another column</source>
   <translation>Eine weitere Spalte weglassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>One for all</source>
   <translation>Eines für alle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>One for each {n}</source>
   <translation>Eines für jede {n}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>Predict</source>
   <translation>Vorhersagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>Prepare</source>
   <translation>Vorbereiten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>Press to learn from it.</source>
   <translation>Drücken, um aus ihr zu lernen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>Try</source>
   <translation>Versuchen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_choices.py" />
   <source>on {windows} windows before, by a fit each</source>
   <translation>auf {windows} Fenstern davor, mit je einer Anpassung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_filling.py" />
   <source>as {name} has it</source>
   <translation>wie {name} es hat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_filling.py" />
   <source>{n_trials} trials, {n_folds} folds, as {name} has it</source>
   <translation>{n_trials} Versuche, {n_folds} Faltungen, wie {name} es hat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_opened.py" />
   <source>Open it on the data it was made for.</source>
   <translation>Öffnen Sie es bei den Daten, für die es gemacht wurde.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_opened.py" />
   <source>{name} is for other data: {label} has no column {absent}.</source>
   <translation>{name} ist für andere Daten: {label} hat keine Spalte {absent}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_opening.py" />
   <source>Show the job</source>
   <translation>Auftrag zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_opening.py" />
   <source>Training on {label} has started.</source>
   <translation>Das Training auf {label} hat begonnen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source> A step of the dataset can drop repeated rows.</source>
   <translation> Ein Schritt des Datensatzes kann wiederholte Zeilen entfernen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Can be stopped</source>
   <translation>Lässt sich anhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Class</source>
   <translation>Klasse</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Columns to learn from</source>
   <translation>Spalten zum Lernen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Fits</source>
   <translation>Anpassungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Intervals will be wide. More rows, or a larger share, make them narrower.</source>
   <translation>Die Intervalle werden breit. Mehr Zeilen oder ein größerer Anteil machen sie schmaler.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Keep</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Keep rows that lie on both sides</source>
   <translation>Zeilen behalten, die auf beiden Seiten liegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Keep {column}</source>
   <translation>{column} behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Leave out {column}</source>
   <translation>{column} weglassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Only {n} rows judge the models</source>
   <translation>Nur {n} Zeilen beurteilen die Modelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Plan</source>
   <translation>Plan</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Rows held out</source>
   <translation>Zurückgehaltene Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Rows lie on both sides</source>
   <translation>Zeilen liegen auf beiden Seiten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Rows to learn from</source>
   <translation>Zeilen zum Lernen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Target</source>
   <translation>Ziel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>Time on this computer</source>
   <translation>Zeit auf diesem Rechner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>any time, finished runs stay</source>
   <translation>jederzeit, fertige Läufe bleiben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_plan.py" />
   <source>{column} may leak the answer</source>
   <translation>{column} verrät vielleicht die Antwort</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_rule.py" />
   <source>The run with the best {measure} is the best.</source>
   <translation>Der Lauf mit dem besten {measure} ist der beste.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_sheet.py" />
   <source>Everything below is a suggestion from the data. Change what you know better.</source>
   <translation>Alles unten ist ein Vorschlag aus den Daten. Ändern Sie, was Sie besser wissen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_sheet.py" />
   <source>Looking at the columns</source>
   <translation>Die Spalten werden angesehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_sheet.py" />
   <source>Runs in the worker. You can close this window.</source>
   <translation>Läuft im Worker. Sie können dieses Fenster schließen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_sheet.py" />
   <source>Start training</source>
   <translation>Training starten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_sheet.py" />
   <source>Train on {label}</source>
   <translation>Auf {label} trainieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Choose at least one thing to try.</source>
   <translation>Wählen Sie mindestens eines zum Versuchen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Each estimator gets the columns as it likes them.</source>
   <translation>Jeder Schätzer bekommt die Spalten, wie er sie mag.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Each {by_group} with {group_rows} rows or more to learn from gets its own; one for all answers the rest.</source>
   <translation>Jede {by_group} mit {group_rows} Zeilen oder mehr zum Lernen bekommt ihr eigenes; eines für alle beantwortet den Rest.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Every column is learned from.</source>
   <translation>Aus jeder Spalte wird gelernt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Left out by you.</source>
   <translation>Von Ihnen weggelassen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Looking at your code.</source>
   <translation>Ihr Code wird angesehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>No column is left to learn from. Leave fewer columns out.</source>
   <translation>Keine Spalte ist übrig, aus der gelernt wird. Lassen Sie weniger Spalten weg.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>One model learns from all rows.</source>
   <translation>Ein Modell lernt aus allen Zeilen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Rows of all times are mixed; the result may look better than the future will be.</source>
   <translation>Zeilen aller Zeiten sind gemischt; das Ergebnis sieht vielleicht besser aus, als die Zukunft sein wird.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Rows of one {group} are alike, so no {group} is on both sides.</source>
   <translation>Zeilen einer {group} ähneln sich, darum ist keine {group} auf beiden Seiten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Rows of one {group} are on both sides; the result may look too good.</source>
   <translation>Zeilen einer {group} sind auf beiden Seiten; das Ergebnis sieht vielleicht zu gut aus.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Save the rule that you are making, or choose another.</source>
   <translation>Speichern Sie die Regel, die Sie gerade machen, oder wählen Sie eine andere.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>The newest steps of every series are told, each from what was known before.</source>
   <translation>Die neuesten Schritte jeder Reihe werden vorhergesagt, jeder aus dem, was vorher bekannt war.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>The newest {share}, by {time}</source>
   <translation>Die neuesten {share}, nach {time}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>The own code can't be run like this.</source>
   <translation>Der eigene Code kann so nicht ausgeführt werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>The rows with the newest {time} are kept apart.</source>
   <translation>Die Zeilen mit der neuesten {time} werden getrennt gehalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>Whole groups of {group}, {share}</source>
   <translation>Ganze Gruppen von {group}, {share}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>at most {about_}</source>
   <translation>höchstens {about_}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>by you</source>
   <translation>von Ihnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>known after the first training</source>
   <translation>bekannt nach dem ersten Training</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>may leak</source>
   <translation>verrät vielleicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>more than {about_}</source>
   <translation>mehr als {about_}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>{share} of each class</source>
   <translation>{share} jeder Klasse</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_state.py" />
   <source>{share}, drawn evenly</source>
   <translation>{share}, gleichmäßig gezogen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_suggesting.py" />
   <source>{n_trials} trials, {n_folds} folds</source>
   <translation>{n_trials} Versuche, {n_folds} Faltungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/train_view_model.py" />
   <source>Save the recipe</source>
   <translation>Rezept speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/version_acts.py" />
   <source>Delete anyway</source>
   <translation>Trotzdem löschen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/version_acts.py" />
   <source>Delete {label}</source>
   <translation>{label} löschen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/version_acts.py" />
   <source>{label} is in the trash.{more}</source>
   <translation>{label} ist im Papierkorb.{more}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/version_acts.py" />
   <source>{replace} is back.</source>
   <translation>{replace} ist wieder da.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/versions_tab.py" />
   <source>Bring it back</source>
   <translation>Zurückholen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/versions_tab.py" />
   <source>Bring v{newest} back</source>
   <translation>v{newest} zurückholen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/versions_tab.py" />
   <source>Brought</source>
   <translation>Zurückgeholt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/versions_tab.py" />
   <source>Compare with the one before</source>
   <translation>Mit der davor vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/versions_tab.py" />
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/versions_tab.py" />
   <source>Delete…</source>
   <translation>Löschen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/versions_tab.py" />
   <source>In the trash: {named}</source>
   <translation>Im Papierkorb: {named}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/versions_tab.py" />
   <source>Open</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/versions_tab.py" />
   <source>Show its rows</source>
   <translation>Ihre Zeilen zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/versions_tab.py" />
   <source>Two versions are compared: the oldest and the newest.</source>
   <translation>Zwei Versionen werden verglichen: die älteste und die neueste.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/view.py" />
   <source>Add data</source>
   <translation>Daten hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/view.py" />
   <source>Add file</source>
   <translation>Datei hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/view.py" />
   <source>Schema rules</source>
   <translation>Regeln des Schemas</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/view_model.py" />
   <source>It has 1 to {number}.</source>
   <translation>Es gibt 1 bis {number}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/view_model.py" />
   <source>The list has all that are there.</source>
   <translation>Die Liste hat alle, die da sind.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/view_model.py" />
   <source>{name} has no version {number}.</source>
   <translation>{name} hat keine Version {number}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/waiting_files.py" />
   <source>and {n_more_files}, under Automations</source>
   <translation>und {n_more_files}, unter Automatiken</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/waiting_files.py" />
   <source>more file</source>
   <translation>weitere Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/waiting_files.py" />
   <source>more files</source>
   <translation>weitere Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/data/where_field.py" />
   <source>Filter rows: age &gt; 30 and city = 'Bern'</source>
   <translation>Zeilen filtern: age &gt; 30 and city = 'Bern'</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>Choose a model</source>
   <translation>Modell wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>Each file that lands in the one folder is scored by the champion into the other, exactly once.</source>
   <translation>Jede Datei, die in dem einen Ordner ankommt, wird vom Champion in den anderen beantwortet, genau einmal.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>Files land in</source>
   <translation>Dateien kommen an in</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>It is made where only its last part is not there yet.</source>
   <translation>Er wird angelegt, wo nur sein letzter Teil noch nicht da ist.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>Made from the model's</source>
   <translation>Gemacht aus dem des Modells</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>New batch folder</source>
   <translation>Neuer Stapelordner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>Nothing lies there yet; what lands is scored as soon as it is whole.</source>
   <translation>Noch liegt nichts da; was ankommt, wird beantwortet, sobald es vollständig ist.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>Optional.</source>
   <translation>Freiwillig.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>Scored files go to</source>
   <translation>Beantwortete Dateien gehen nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>Switch on</source>
   <translation>Einschalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>Tell why: behind each row what each column moved its score by</source>
   <translation>Sagen warum: hinter jeder Zeile, worum jede Spalte ihre Antwort verschob</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>{before} scores this folder already; it is changed. {text_}</source>
   <translation>{before} beantwortet diesen Ordner schon; er wird geändert. {text_}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>{out} is made.</source>
   <translation>{out} wird angelegt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/batch_sheet.py" />
   <source>{waits} there already {said} scored first.</source>
   <translation>{waits}, die schon da liegen, {said} zuerst beantwortet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/beginning.py" />
   <source>Recorded as {display}</source>
   <translation>Festgehalten als {display}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/beginning.py" />
   <source>{name} scores what lands in its folder</source>
   <translation>{name} beantwortet, was in seinem Ordner ankommt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/beginning.py" />
   <source>{name}: {words} of the rows</source>
   <translation>{name}: {words} der Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>Ask for a token…</source>
   <translation>Schlüssel verlangen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>Ask for no token</source>
   <translation>Keinen Schlüssel verlangen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>Change settings…</source>
   <translation>Einstellungen ändern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>Copy the address of {name}</source>
   <translation>Adresse von {name} kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>End the {kind}</source>
   <translation>{kind} beenden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>Make a new token…</source>
   <translation>Neuen Schlüssel machen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>More for {name}</source>
   <translation>Mehr zu {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>Put a candidate beside it…</source>
   <translation>Einen Kandidaten danebenstellen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>See its log</source>
   <translation>Sein Protokoll ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>Verdict: {words}…</source>
   <translation>Urteil: {words}…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/card.py" />
   <source>{caption} by minute in the last hour</source>
   <translation>{caption} nach Minute in der letzten Stunde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/commands.py" />
   <source>Change how {name} runs…</source>
   <translation>Ändern, wie {name} läuft…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/commands.py" />
   <source>Export a champion…</source>
   <translation>Champion ausgeben…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/commands.py" />
   <source>New HTTP service…</source>
   <translation>Neuer HTTP-Dienst…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/commands.py" />
   <source>New batch folder…</source>
   <translation>Neuer Stapelordner…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/commands.py" />
   <source>Put a candidate beside the champion of {name}…</source>
   <translation>Einen Kandidaten neben den Champion von {name} stellen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/commands.py" />
   <source>Switch off</source>
   <translation>Ausschalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/export_card.py" />
   <source>Copy its path</source>
   <translation>Seinen Pfad kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/export_card.py" />
   <source>Export again…</source>
   <translation>Noch einmal ausgeben…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/export_card.py" />
   <source>Open its folder</source>
   <translation>Seinen Ordner öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/exported.py" />
   <source>Behind champion</source>
   <translation>Hinter dem Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/exported.py" />
   <source>Exported</source>
   <translation>Ausgegeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/exported.py" />
   <source>Moved or deleted</source>
   <translation>Verschoben oder gelöscht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/exported.py" />
   <source>Same answers</source>
   <translation>Gleiche Antworten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/exported.py" />
   <source>and {integer} made up to be odd</source>
   <translation>und {integer} ausgedachte, ungewöhnliche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/exported.py" />
   <source>it is the champion</source>
   <translation>es ist der Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/exported.py" />
   <source>not behind</source>
   <translation>nicht dahinter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/exported.py" />
   <source>there is none</source>
   <translation>es gibt keinen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/exported.py" />
   <source>v{number} is, registered {at}</source>
   <translation>v{number} ist es, registriert {at}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/exports.py" />
   <source>Export model</source>
   <translation>Modell ausgeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>, in 24 hours</source>
   <translation>, in 24 Stunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>, {integer} waiting</source>
   <translation>, {integer} warten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>, {n_errors} left out</source>
   <translation>, {n_errors} ausgelassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>Errors</source>
   <translation>Fehler</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>Files scored</source>
   <translation>Beantwortete Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>Last file</source>
   <translation>Letzte Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>Latency p95</source>
   <translation>Latenz p95</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>Requests</source>
   <translation>Anfragen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>Rows scored</source>
   <translation>Beantwortete Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>bad input</source>
   <translation>falsche Eingabe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>bad inputs</source>
   <translation>falsche Eingaben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>none in 24 hours</source>
   <translation>keine in 24 Stunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>none left out</source>
   <translation>keine ausgelassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>none set aside</source>
   <translation>keine beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>none was scored yet</source>
   <translation>noch keine beantwortet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>nothing asked in 24 hours</source>
   <translation>nichts gefragt in 24 Stunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>peak {integer} a second</source>
   <translation>höchstens {integer} in der Sekunde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>{bad}{n} asked in 24 hours</source>
   <translation>{bad}{n} gefragt in 24 Stunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>{decimal} a minute</source>
   <translation>{decimal} in der Minute</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>{integer} set aside</source>
   <translation>{integer} beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/figures.py" />
   <source>{n_errors} left out</source>
   <translation>{n_errors} ausgelassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/inspector.py" />
   <source>How it runs</source>
   <translation>Wie sie läuft</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/inspector.py" />
   <source>It follows the registry: a promotion or a roll-back takes effect at once.</source>
   <translation>Sie folgt dem Register: eine Beförderung oder eine Rückkehr wirkt sofort.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/inspector.py" />
   <source>Last files</source>
   <translation>Letzte Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/inspector.py" />
   <source>Nothing is recorded while you try</source>
   <translation>Beim Ausprobieren wird nichts festgehalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/inspector.py" />
   <source>Try {name}</source>
   <translation>{name} ausprobieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/page.py" />
   <source>Deployment</source>
   <translation>Bereitstellung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>, which is shown once when it is made.</source>
   <translation>, der einmal gezeigt wird, wenn er gemacht ist.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>; the one there is stays.</source>
   <translation>; der vorhandene bleibt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>A free one</source>
   <translation>Ein freier</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>A model's champion answers programs over HTTP, until you switch it off.</source>
   <translation>Der Champion eines Modells antwortet Programmen über HTTP, bis Sie ihn ausschalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>A number from 0 to 100.</source>
   <translation>Eine Zahl von 0 bis 100.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>A token is asked for.</source>
   <translation>Ein Schlüssel wird verlangt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Address of this computer</source>
   <translation>Adresse dieses Rechners</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Also asked for as</source>
   <translation>Auch gefragt als</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Answers kept</source>
   <translation>Aufgehobene Antworten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Answers kept for monitoring</source>
   <translation>Antworten, aufgehoben zur Überwachung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Any computer</source>
   <translation>Jeder Rechner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Callers send a token</source>
   <translation>Aufrufer senden einen Schlüssel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Callers send it in a header of each request:</source>
   <translation>Aufrufer senden ihn im Kopf jeder Anfrage:</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Choose the model that is to answer.</source>
   <translation>Wählen Sie das Modell, das antworten soll.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Copy the token</source>
   <translation>Schlüssel kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Further host names, separated by commas; others are refused.</source>
   <translation>Weitere Rechnernamen, durch Kommas getrennt; andere werden abgewiesen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Give an address of this computer.</source>
   <translation>Nennen Sie eine Adresse dieses Rechners.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>How {name} runs</source>
   <translation>Wie {name} läuft</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>It is shown this once: only a fingerprint of it is kept. An older one counts no more.</source>
   <translation>Er wird dieses eine Mal gezeigt: nur ein Fingerabdruck wird aufgehoben. Ein älterer gilt nicht mehr.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Log of {name}</source>
   <translation>Protokoll von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>New deployment</source>
   <translation>Neue Bereitstellung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>No token is asked for.</source>
   <translation>Kein Schlüssel wird verlangt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Nothing was written yet.</source>
   <translation>Noch wurde nichts geschrieben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>One address</source>
   <translation>Eine Adresse</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Only programs on this computer can ask. {asks}</source>
   <translation>Nur Programme auf diesem Rechner können fragen. {asks}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Port</source>
   <translation>Port</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Reached from</source>
   <translation>Erreichbar von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Requests kept, in percent</source>
   <translation>Aufgehobene Anfragen, in Prozent</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>The token of {name}</source>
   <translation>Der Schlüssel von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>There is no encryption: beyond a trusted network put a proxy with TLS before it.</source>
   <translation>Es gibt keine Verschlüsselung: außerhalb eines vertrauten Netzes gehört ein Proxy mit TLS davor.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>This computer</source>
   <translation>Dieser Rechner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/sheets.py" />
   <source>Token</source>
   <translation>Schlüssel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>A sample</source>
   <translation>Eine Stichprobe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Batch folder</source>
   <translation>Stapelordner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Ending</source>
   <translation>Endet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>HTTP service</source>
   <translation>HTTP-Dienst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>It can't work on its folder.</source>
   <translation>Er kann nicht an seinem Ordner arbeiten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>It ended, and did not say why.</source>
   <translation>Er endete und sagte nicht, warum.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Made by</source>
   <translation>Gemacht von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Moving</source>
   <translation>Zieht um</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>None</source>
   <translation>Keine</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Not answering</source>
   <translation>Antwortet nicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Runs on</source>
   <translation>Läuft auf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Scoring {n_files}</source>
   <translation>Beantwortet {n_files}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Serving</source>
   <translation>Antwortet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Serving, needs a look</source>
   <translation>Antwortet, bitte ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Since</source>
   <translation>Seit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>The computer it runs on does not answer. Start Tidemill there, or switch the </source>
   <translation>Der Rechner, auf dem er läuft, antwortet nicht. Starten Sie Tidemill dort, oder schalten Sie den </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>The worker starts services, and it is not running on this computer.</source>
   <translation>Der Worker startet Dienste, und er läuft nicht auf diesem Rechner.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>There is no deployment {wanted} any more.</source>
   <translation>Die Bereitstellung {wanted} gibt es nicht mehr.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Told why</source>
   <translation>Gründe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>Waits for the worker</source>
   <translation>Wartet auf den Worker</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>a sample, {share}</source>
   <translation>eine Stichprobe, {share}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>another computer</source>
   <translation>einem anderen Rechner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>asked for</source>
   <translation>verlangt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>behind each row</source>
   <translation>hinter jeder Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>by the whole row</source>
   <translation>nach der ganzen Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>champion v{number}</source>
   <translation>Champion v{number}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>no version</source>
   <translation>keine Version</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>others, by {host}</source>
   <translation>andere, über {host}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>service off and on here.</source>
   <translation>Dienst hier aus und an.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/state.py" />
   <source>this computer only</source>
   <translation>nur dieser Rechner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>Promote v{candidate}…</source>
   <translation>v{candidate} befördern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>Shadowed</source>
   <translation>Mitgelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>Traffic</source>
   <translation>Verkehr</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>Traffic, {by}</source>
   <translation>Verkehr, {by}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>Verdict…</source>
   <translation>Urteil…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>just begun</source>
   <translation>eben begonnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>not shadowed</source>
   <translation>nicht mitgelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>v{candidate} candidate</source>
   <translation>v{candidate} Kandidat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>v{champion} champion</source>
   <translation>v{champion} Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>{candidate}, shadows {share}, {began}</source>
   <translation>{candidate}, liest {share} mit, {began}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/traffic.py" />
   <source>{champion}, answers all</source>
   <translation>{champion}, beantwortet alle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>100 at most</source>
   <translation>höchstens 100</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>A candidate beside v{number} of {name}</source>
   <translation>Ein Kandidat neben v{number} von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>A key stays with one version while it lasts. It ends at once when you say so.</source>
   <translation>Ein Schlüssel bleibt bei einer Version, solange es dauert. Es endet sofort, wenn Sie es sagen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>A row is chosen by a hash of</source>
   <translation>Eine Zeile wird gewählt nach einem Hash von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>An approver can let it answer callers, with a reason. You can let it shadow.</source>
   <translation>Wer freigeben darf, kann sie Aufrufern antworten lassen, mit einem Grund. Sie können sie mitlesen lassen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>At least {reason_length} characters</source>
   <translation>Mindestens {reason_length} Zeichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Begin the split</source>
   <translation>Teilung beginnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Begin the {value}</source>
   <translation>{value} beginnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Callers are given the candidate's answers for its share.</source>
   <translation>Aufrufer bekommen für seinen Anteil die Antworten des Kandidaten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Candidate</source>
   <translation>Kandidat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Chosen by</source>
   <translation>Gewählt nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>How it stands beside</source>
   <translation>Wie er daneben steht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>It answers after the champion did, in the background; only kept answers count.</source>
   <translation>Er antwortet nach dem Champion, im Hintergrund; nur aufgehobene Antworten zählen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>More than 0 and {most}.</source>
   <translation>Mehr als 0 und {most}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Nobody is given the candidate's answers.</source>
   <translation>Niemand bekommt die Antworten des Kandidaten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Reason</source>
   <translation>Grund</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>See on real requests what another version would answer, before it is promoted.</source>
   <translation>Sehen Sie an echten Anfragen, was eine andere Version antworten würde, bevor sie befördert wird.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Shadow</source>
   <translation>Mitlesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Share of the rows, in percent</source>
   <translation>Anteil der Zeilen, in Prozent</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Split</source>
   <translation>Teilung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>The gates of v{number} are not green.</source>
   <translation>Die Hürden von v{number} sind nicht alle genommen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>Why it answers callers although its gates are not green</source>
   <translation>Warum er Aufrufern antwortet, obwohl seine Hürden nicht genommen sind</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>gates not run</source>
   <translation>Hürden nicht gelaufen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>less than 100</source>
   <translation>weniger als 100</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>the whole row</source>
   <translation>die ganze Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>{champion} answers all; {candidate} answers {told} as well, unseen.</source>
   <translation>{champion} beantwortet alle; {candidate} beantwortet auch {told}, ungesehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>{champion} answers {left} of the rows, {candidate} answers {told}.</source>
   <translation>{champion} beantwortet {left} der Zeilen, {candidate} beantwortet {told}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/trial_sheet.py" />
   <source>{passed} of {n} gates</source>
   <translation>{passed} von {n} Hürden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_part.py" />
   <source>Copy as Python</source>
   <translation>Als Python kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_part.py" />
   <source>Copy as curl</source>
   <translation>Als curl kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_part.py" />
   <source>Its token</source>
   <translation>Sein Schlüssel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_part.py" />
   <source>No service can be asked, so the worker answers; that takes some seconds.</source>
   <translation>Kein Dienst kann gefragt werden, darum antwortet der Worker; das dauert einige Sekunden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_part.py" />
   <source>Paste JSON</source>
   <translation>JSON einfügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_part.py" />
   <source>Random row</source>
   <translation>Zufällige Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_part.py" />
   <source>Without its token the worker answers instead; that takes some seconds.</source>
   <translation>Ohne seinen Schlüssel antwortet der Worker; das dauert einige Sekunden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_part.py" />
   <source>{more} more field{said}, filled with usual values</source>
   <translation>{more} weitere Felder, gefüllt mit üblichen Werten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_part.py" />
   <source>{why_note}, against the usual values</source>
   <translation>{why_note}, gegenüber den üblichen Werten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_state.py" />
   <source>Copy an object with a row's values.</source>
   <translation>Kopieren Sie ein Objekt mit den Werten einer Zeile.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_state.py" />
   <source>Copy an object with values for </source>
   <translation>Kopieren Sie ein Objekt mit Werten für </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_state.py" />
   <source>Every field is as usual, so nothing moved the prediction.</source>
   <translation>Jedes Feld ist wie üblich, darum verschob nichts die Vorhersage.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_state.py" />
   <source>No field moved the prediction by 0.01 or more.</source>
   <translation>Kein Feld verschob die Vorhersage um 0,01 oder mehr.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_state.py" />
   <source>The JSON in the clipboard has none of this model's fields.</source>
   <translation>Das JSON in der Zwischenablage hat keines der Felder dieses Modells.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_state.py" />
   <source>What is in the clipboard is no JSON: {error}.</source>
   <translation>Was in der Zwischenablage ist, ist kein JSON: {error}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_state.py" />
   <source>change in probability</source>
   <translation>Änderung der Wahrscheinlichkeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_state.py" />
   <source>change of {target}</source>
   <translation>Änderung von {target}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_state.py" />
   <source>not predicted</source>
   <translation>nicht vorhergesagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/try_state.py" />
   <source>{target} is probably {prediction}</source>
   <translation>{target} ist wahrscheinlich {prediction}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/verdict_sheet.py" />
   <source>Still needed</source>
   <translation>Noch nötig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/verdict_sheet.py" />
   <source>The champion of {name} answers alone</source>
   <translation>Der Champion von {name} antwortet allein</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/verdict_sheet.py" />
   <source>v{candidate} answers {share} of the rows as well; nobody is given its answers.</source>
   <translation>v{candidate} beantwortet auch {share} der Zeilen; niemand bekommt ihre Antworten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/verdict_sheet.py" />
   <source>v{candidate} answers {share} of the rows, chosen {by}.</source>
   <translation>v{candidate} beantwortet {share} der Zeilen, gewählt {by}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/verdict_sheet.py" />
   <source>v{candidate} beside v{champion} of {deployment}</source>
   <translation>v{candidate} neben v{champion} von {deployment}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/view.py" />
   <source>A deployment answers with a model's champion. Promote a version first.</source>
   <translation>Eine Bereitstellung antwortet mit dem Champion eines Modells. Befördern Sie erst eine Version.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/view.py" />
   <source>Batch folder…</source>
   <translation>Stapelordner…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/view.py" />
   <source>Go to Models</source>
   <translation>Zu Modelle gehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/view.py" />
   <source>HTTP service…</source>
   <translation>HTTP-Dienst…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/view.py" />
   <source>New deployment…</source>
   <translation>Neue Bereitstellung…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/view.py" />
   <source>No model answers anywhere yet</source>
   <translation>Noch antwortet nirgends ein Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/view.py" />
   <source>Nothing to deploy yet</source>
   <translation>Noch nichts bereitzustellen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/view.py" />
   <source>Reading the deployments</source>
   <translation>Die Bereitstellungen werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/view.py" />
   <source>Switch the service of a model on, and its champion answers programs over HTTP: beside this window, after it, and again after a crash.</source>
   <translation>Schalten Sie den Dienst eines Modells ein, und sein Champion antwortet Programmen über HTTP: neben diesem Fenster, nach ihm, und wieder nach einem Absturz.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/deployments/view.py" />
   <source>The service of {model} is on</source>
   <translation>Der Dienst von {model} ist an</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acting.py" />
   <source> And {integer} more.</source>
   <translation> Und {integer} weitere.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acting.py" />
   <source>Taken back: {words}</source>
   <translation>Zurückgenommen: {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acting.py" />
   <source>{n_runs} can't be deleted.</source>
   <translation>{n_runs} können nicht gelöscht werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acting.py" />
   <source>{n_runs} in the trash</source>
   <translation>{n_runs} im Papierkorb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acting.py" />
   <source>{n_runs} removed, {n_bytes} freed</source>
   <translation>{n_runs} entfernt, {n_bytes} frei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acting.py" />
   <source>{runs} the tag {name}</source>
   <translation>{runs} das Schlagwort {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acting.py" />
   <source>{runs} the tag {name} no longer</source>
   <translation>{runs} nicht mehr das Schlagwort {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acts.py" />
   <source>Delete {n_runs} and {n_bytes} of files</source>
   <translation>{n_runs} und {n_bytes} an Dateien löschen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acts.py" />
   <source>Note on {n_runs}</source>
   <translation>Notiz zu {n_runs}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acts.py" />
   <source>Note on {name}</source>
   <translation>Notiz zu {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acts.py" />
   <source>They can't be brought back. Files that other runs or versions use stay.</source>
   <translation>Sie können nicht zurückgeholt werden. Dateien, die andere Läufe oder Versionen benutzen, bleiben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/acts.py" />
   <source>{label} is registered</source>
   <translation>{label} ist registriert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>And {more:,} more.</source>
   <translation>Und {more:,} weitere.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Behind the best</source>
   <translation>Hinter dem besten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Choose a rule</source>
   <translation>Regel wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Front</source>
   <translation>Front</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Left out: {words}</source>
   <translation>Weggelassen: {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Open the best</source>
   <translation>Besten öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Ranking the runs.</source>
   <translation>Die Läufe werden geordnet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Rule</source>
   <translation>Regel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Runs by the rule</source>
   <translation>Läufe nach der Regel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Select the front</source>
   <translation>Front auswählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Select those as good</source>
   <translation>Ebenso gute auswählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/sheet.py" />
   <source>Yes from</source>
   <translation>Ja ab</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/state.py" />
   <source>, as good</source>
   <translation>, ebenso gut</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/state.py" />
   <source>One run is looked at.</source>
   <translation>Ein Lauf wird angesehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/state.py" />
   <source>The first {n:,} of {n_matching:,} runs are looked at, as they stand.</source>
   <translation>Die ersten {n:,} von {n_matching:,} Läufen werden angesehen, wie sie stehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/state.py" />
   <source>on the front</source>
   <translation>auf der Front</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/state.py" />
   <source>rows don't tell</source>
   <translation>Zeilen sagen es nicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/state.py" />
   <source>the best</source>
   <translation>der beste</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/best/state.py" />
   <source>{n:,} runs are looked at.</source>
   <translation>{n:,} Läufe werden angesehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>A value, or part of one</source>
   <translation>Ein Wert, oder ein Teil davon</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>Add</source>
   <translation>Hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>Find a column</source>
   <translation>Spalte finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>How it is compared</source>
   <translation>Wie verglichen wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>Which runs?</source>
   <translation>Welche Läufe?</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>is at least</source>
   <translation>ist mindestens</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>is at most</source>
   <translation>ist höchstens</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>is less than</source>
   <translation>ist weniger als</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>is missing</source>
   <translation>fehlt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>is more than</source>
   <translation>ist mehr als</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>is not</source>
   <translation>ist nicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>is there</source>
   <translation>ist da</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/builder.py" />
   <source>matches the pattern</source>
   <translation>passt zum Muster</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/cells.py" />
   <source>, mean {mean} ± {sd}</source>
   <translation>, Mittel {mean} ± {sd}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/cells.py" />
   <source>, {integer} done</source>
   <translation>, {integer} fertig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/cells.py" />
   <source>v{number} champion</source>
   <translation>v{number} Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/column_chooser.py" />
   <source>Find among {integer} columns</source>
   <translation>Unter {integer} Spalten finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/column_chooser.py" />
   <source>Kinds</source>
   <translation>Arten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/column_chooser.py" />
   <source>Parameters that differ between runs</source>
   <translation>Parameter, die sich zwischen Läufen unterscheiden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/column_chooser.py" />
   <source>Show the columns the list begins with</source>
   <translation>Die Spalten zeigen, mit denen die Liste beginnt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/column_chooser.py" />
   <source>Suggested</source>
   <translation>Vorgeschlagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/column_chooser.py" />
   <source>Varying only</source>
   <translation>Nur wechselnde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/columns.py" />
   <source>Ended</source>
   <translation>Ende</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/columns.py" />
   <source>Experiment</source>
   <translation>Experiment</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/columns.py" />
   <source>Id</source>
   <translation>Kennung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/columns.py" />
   <source>Metrics</source>
   <translation>Kennzahlen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/columns.py" />
   <source>Own</source>
   <translation>Eigene</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/columns.py" />
   <source>Parameters</source>
   <translation>Parameter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/columns.py" />
   <source>Pinned</source>
   <translation>Angeheftet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/columns.py" />
   <source>Project</source>
   <translation>Projekt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/columns.py" />
   <source>Tags</source>
   <translation>Schlagwörter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/columns.py" />
   <source>{title_of}, course</source>
   <translation>{title_of}, Verlauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Archive</source>
   <translation>Ablegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Back to the runs</source>
   <translation>Zurück zu den Läufen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Bring back</source>
   <translation>Zurückholen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Choose groups…</source>
   <translation>Gruppen wählen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Colour {colour}</source>
   <translation>Farbe {colour}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Compare {n} runs</source>
   <translation>{n} Läufe vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Copy this view as a line</source>
   <translation>Diese Ansicht als Zeile kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Empty the trash…</source>
   <translation>Papierkorb leeren…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Excel</source>
   <translation>Excel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Export the table as {title}…</source>
   <translation>Tabelle als {title} ausgeben…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Follow newest</source>
   <translation>Neuesten folgen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Follow the newest runs no longer</source>
   <translation>Neuesten Läufen nicht mehr folgen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Group runs by experiment</source>
   <translation>Läufe nach Experiment gruppieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>It is a version already; it can be one of another model too</source>
   <translation>Er ist schon eine Version; er kann auch eine eines anderen Modells sein</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Move to the trash</source>
   <translation>In den Papierkorb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>No colour</source>
   <translation>Keine Farbe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Note…</source>
   <translation>Notiz…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Open a view from a line…</source>
   <translation>Ansicht aus einer Zeile öffnen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Pin</source>
   <translation>Anheften</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Register</source>
   <translation>Registrieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Register…</source>
   <translation>Registrieren…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Save this view…</source>
   <translation>Diese Ansicht speichern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Show runs in one list</source>
   <translation>Läufe in einer Liste zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Show the trash</source>
   <translation>Papierkorb zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Star</source>
   <translation>Stern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Tag</source>
   <translation>Schlagwort</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Tag…</source>
   <translation>Schlagwort…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Take a tag off…</source>
   <translation>Schlagwort wegnehmen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Take the star off</source>
   <translation>Stern wegnehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>The best by a rule…</source>
   <translation>Der beste nach einer Regel…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/commands.py" />
   <source>Unpin</source>
   <translation>Lösen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Across</source>
   <translation>Über</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Bands over groups</source>
   <translation>Bänder über Gruppen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Curves</source>
   <translation>Kurven</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Logarithmic x</source>
   <translation>x logarithmisch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Logarithmic y</source>
   <translation>y logarithmisch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Much</source>
   <translation>Stark</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>None of these runs logged a metric more than once</source>
   <translation>Keiner dieser Läufe hielt eine Kennzahl mehr als einmal fest</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Not smoothed</source>
   <translation>Nicht geglättet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>One curve a run</source>
   <translation>Eine Kurve je Lauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Smoothed</source>
   <translation>Geglättet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Smoothed a little</source>
   <translation>Wenig geglättet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Smoothing</source>
   <translation>Glättung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>Time since start</source>
   <translation>Zeit seit dem Start</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>mean and one standard deviation</source>
   <translation>Mittel und eine Standardabweichung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>point</source>
   <translation>Punkt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/curve_card.py" />
   <source>points</source>
   <translation>Punkte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/errors_part.py" />
   <source> The {integer} most different are shown.</source>
   <translation> Die {integer} mit dem größten Unterschied werden gezeigt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/errors_part.py" />
   <source>First right</source>
   <translation>Erster richtig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/errors_part.py" />
   <source>First run</source>
   <translation>Erster Lauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/errors_part.py" />
   <source>No row that only {right} gets right</source>
   <translation>Keine Zeile, in der nur {right} richtigliegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/errors_part.py" />
   <source>Reading the rows they differ on</source>
   <translation>Die Zeilen, in denen sie sich unterscheiden, werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/errors_part.py" />
   <source>Rows they differ on</source>
   <translation>Zeilen, in denen sie sich unterscheiden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/errors_part.py" />
   <source>Second right</source>
   <translation>Zweiter richtig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/errors_part.py" />
   <source>Second run</source>
   <translation>Zweiter Lauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/errors_part.py" />
   <source>These two can't be held against each other</source>
   <translation>Diese zwei lassen sich nicht gegeneinander halten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/errors_part.py" />
   <source>Who is right</source>
   <translation>Wer liegt richtig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/export.py" />
   <source>Export the comparison</source>
   <translation>Vergleich ausgeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/export.py" />
   <source>Export the table</source>
   <translation>Tabelle ausgeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/export.py" />
   <source>Report as HTML…</source>
   <translation>Bericht als HTML…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/export.py" />
   <source>Table as CSV…</source>
   <translation>Tabelle als CSV…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/export.py" />
   <source>Table as Excel…</source>
   <translation>Tabelle als Excel…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/export.py" />
   <source>Table as LaTeX…</source>
   <translation>Tabelle als LaTeX…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/export.py" />
   <source>comparison of {n} runs.{ending}</source>
   <translation>Vergleich von {n} Läufen.{ending}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/figure_cards.py" />
   <source>Another column…</source>
   <translation>Eine weitere Spalte…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/figure_cards.py" />
   <source>Coloured by</source>
   <translation>Gefärbt nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/figure_cards.py" />
   <source>No parameter differs between these runs</source>
   <translation>Kein Parameter unterscheidet sich zwischen diesen Läufen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/figure_cards.py" />
   <source>Scatter</source>
   <translation>Streudiagramm</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/figure_cards.py" />
   <source>Up</source>
   <translation>Nach oben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/figures.py" />
   <source>{n:,} runs of {joined}</source>
   <translation>{n:,} Läufe von {joined}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/heads.py" />
   <source>A comparison needs two runs</source>
   <translation>Ein Vergleich braucht zwei Läufe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/heads.py" />
   <source>Make the baseline</source>
   <translation>Zum Vergleichslauf machen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/heads.py" />
   <source>Open run</source>
   <translation>Lauf öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/heads.py" />
   <source>Take out</source>
   <translation>Herausnehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>As said</source>
   <translation>Wie gesagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>Chance</source>
   <translation>Zufall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>Confusion</source>
   <translation>Verwechslung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>Importance</source>
   <translation>Wichtigkeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>Judged on different rows: part of a difference may come from the rows.</source>
   <translation>Beurteilt auf verschiedenen Zeilen: ein Teil eines Unterschieds kann von den Zeilen kommen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>None of these runs kept hold-out answers to draw</source>
   <translation>Keiner dieser Läufe hob Antworten zum Zeichnen auf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>None of these runs kept importances</source>
   <translation>Keiner dieser Läufe hob Wichtigkeiten auf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>Precision by recall</source>
   <translation>Genauigkeit über Trefferquote</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>Predicted by actual</source>
   <translation>Vorhergesagtes über Wahrem</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>Share of rows by predicted minus actual</source>
   <translation>Anteil der Zeilen nach Vorhergesagtem minus Wahrem</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>Share that came true by probability said</source>
   <translation>Anteil, der eintraf, nach gesagter Wahrscheinlichkeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>So did {n_other_runs}.</source>
   <translation>Ebenso {n_other_runs}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>True positives by false positives</source>
   <translation>Richtige über falsche Treffer</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>false positives</source>
   <translation>falsche Treffer</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>hold-out, {integer} to {integer2} rows</source>
   <translation>Hold-out, {integer} bis {integer2} Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>hold-out, {rows}</source>
   <translation>Hold-out, {rows}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>hold-out, {rows} each</source>
   <translation>Hold-out, je {rows}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>of the class that was said; {said}</source>
   <translation>der Klasse, die gesagt wurde; {said}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>other run</source>
   <translation>anderer Lauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>other runs</source>
   <translation>andere Läufe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>permutation, what shuffling a column costs</source>
   <translation>Permutation, was das Mischen einer Spalte kostet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>predicted minus actual, the ends hold what lies beyond; {rows_words}</source>
   <translation>Vorhergesagtes minus Wahres, die Enden enthalten, was darüber hinaus liegt; {rows_words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>rows true, columns said; change against the baseline; {rows_words}</source>
   <translation>Zeilen wahr, Spalten gesagt; Änderung zum Vergleichslauf; {rows_words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>true by false positives; {rows_words}</source>
   <translation>richtige über falsche Treffer; {rows_words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>{said}; 8 of {n:,} runs, others when they are pointed at</source>
   <translation>{said}; 8 von {n:,} Läufen, andere, wenn auf sie gezeigt wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/hold_out_cards.py" />
   <source>{said}; kept by {kept} of {n} runs</source>
   <translation>{said}; aufgehoben von {kept} von {n} Läufen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/legend.py" />
   <source>Find a run</source>
   <translation>Lauf finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/legend.py" />
   <source>Find a run, to bring it forward in every plot</source>
   <translation>Einen Lauf finden, um ihn in jedem Bild hervorzuheben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/legend.py" />
   <source>and {more:,} more</source>
   <translation>und {more:,} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Add a run to the comparison…</source>
   <translation>Dem Vergleich einen Lauf hinzufügen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Add run</source>
   <translation>Lauf hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Compare {n_runs}</source>
   <translation>{n_runs} vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Comparison</source>
   <translation>Vergleich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Export: {words}</source>
   <translation>Ausgeben: {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Find a metric or parameter</source>
   <translation>Kennzahl oder Parameter finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Only differences</source>
   <translation>Nur Unterschiede</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Reading the runs</source>
   <translation>Die Läufe werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Register {name}</source>
   <translation>{name} registrieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Register {name}…</source>
   <translation>{name} registrieren…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Select more runs in the table of runs</source>
   <translation>Wählen Sie weitere Läufe in der Tabelle der Läufe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Show comparison as table</source>
   <translation>Vergleich als Tabelle zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Show more rows</source>
   <translation>Mehr Zeilen zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>Show only differences</source>
   <translation>Nur Unterschiede zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/part.py" />
   <source>The table shows {n} of {n_runs}; brush in a plot to choose which.</source>
   <translation>Die Tabelle zeigt {n} von {n_runs}; wählen Sie in einem Bild aus, welche.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/picker.py" />
   <source>Find a run by name</source>
   <translation>Lauf nach Namen finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/picker.py" />
   <source>No other run has this in its name</source>
   <translation>Kein anderer Lauf hat das im Namen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/picker.py" />
   <source>name contains "{text_}"</source>
   <translation>Name enthält „{text_}“</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_card.py" />
   <source>Half the width</source>
   <translation>Halbe Breite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_card.py" />
   <source>Move earlier</source>
   <translation>Früher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_card.py" />
   <source>Move later</source>
   <translation>Später</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_card.py" />
   <source>Whole width</source>
   <translation>Ganze Breite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_card.py" />
   <source>back among the others</source>
   <translation>zurück zu den anderen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_card.py" />
   <source>whole page</source>
   <translation>ganze Seite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_card.py" />
   <source>{title}: more</source>
   <translation>{title}: mehr</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_card.py" />
   <source>{title}: whole page</source>
   <translation>{title}: ganze Seite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_specs.py" />
   <source>Actual and predicted</source>
   <translation>Wahr und vorhergesagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_specs.py" />
   <source>Calibration</source>
   <translation>Kalibrierung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_specs.py" />
   <source>Precision and recall</source>
   <translation>Genauigkeit und Trefferquote</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_specs.py" />
   <source>Residuals</source>
   <translation>Residuen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plot_specs.py" />
   <source>Slices</source>
   <translation>Teilmengen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plots.py" />
   <source>, {share} done</source>
   <translation>, {share} fertig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plots.py" />
   <source>Add plot</source>
   <translation>Bild hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plots.py" />
   <source>Arrange as usual</source>
   <translation>Wie üblich anordnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plots.py" />
   <source>Clear</source>
   <translation>Leeren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plots.py" />
   <source>Curves are drawn, and tests made, of the first</source>
   <translation>Kurven und Tests gibt es für die ersten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plots.py" />
   <source>Plots</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plots.py" />
   <source>Reading the hold-out answers</source>
   <translation>Die Antworten auf die zurückgehaltenen Zeilen werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plots.py" />
   <source>{integer} of {n_runs} brushed</source>
   <translation>{integer} von {n_runs} ausgewählt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/plots.py" />
   <source>{integer} of {rest} are drawn; the others are being read{how}.</source>
   <translation>{integer} von {rest} sind gezeichnet; die anderen werden gelesen{how}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/scatter.py" />
   <source>Actual</source>
   <translation>Wahr</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/scatter.py" />
   <source>Predicted</source>
   <translation>Vorhergesagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/scatter.py" />
   <source>{name} is off by {plain} in the middle row</source>
   <translation>{name} liegt in der mittleren Zeile um {plain} daneben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/slices_card.py" />
   <source>; {most} of {n_slices} slices</source>
   <translation>; {most} von {n_slices} Teilmengen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/slices_card.py" />
   <source>; {n} of {n2} runs were judged on them</source>
   <translation>; {n} von {n2} Läufen wurden auf ihnen beurteilt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/slices_card.py" />
   <source>No part of the rows stands out</source>
   <translation>Kein Teil der Zeilen sticht heraus</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/slices_card.py" />
   <source>hold-out row</source>
   <translation>zurückgehaltene Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/slices_card.py" />
   <source>hold-out rows</source>
   <translation>zurückgehaltene Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/slices_card.py" />
   <source>{title} by slice</source>
   <translation>{title} nach Teilmenge</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/slices_card.py" />
   <source>{title}, weakest first; {n_hold_out_rows}</source>
   <translation>{title}, schwächste zuerst; {n_hold_out_rows}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>; {p_value} to the best</source>
   <translation>; {p_value} zum besten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>Better than the others that are tested: {rows}</source>
   <translation>Besser als die anderen, die getestet sind: {rows}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>Can't be told apart from the best: {rows}{p}</source>
   <translation>Vom besten nicht zu unterscheiden: {rows}{p}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>Choose {fewest} or more runs in the table of runs, then Compare.</source>
   <translation>Wählen Sie {fewest} oder mehr Läufe in der Tabelle der Läufe, dann Vergleichen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>Code</source>
   <translation>Code</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>Fit time</source>
   <translation>Zeit der Anpassung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>No interval was kept</source>
   <translation>Kein Intervall wurde aufgehoben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>No runs to compare</source>
   <translation>Keine Läufe zu vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>Not measured</source>
   <translation>Nicht gemessen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>Not set</source>
   <translation>Nicht gesetzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>One run is not enough to compare</source>
   <translation>Ein Lauf reicht nicht zum Vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>Peak memory, MB</source>
   <translation>Größter Speicher, MB</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>The others are held against this run</source>
   <translation>Die anderen werden an diesem Lauf gemessen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>best of {tested}</source>
   <translation>bester von {tested}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>different questions, so deltas say little</source>
   <translation>verschiedene Fragen, darum sagen Unterschiede wenig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>judged on different rows, so part of a change may be theirs</source>
   <translation>beurteilt auf verschiedenen Zeilen, darum kann ein Teil einer Änderung von ihnen kommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>not tested</source>
   <translation>nicht getestet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>started by</source>
   <translation>gestartet von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>tied best</source>
   <translation>gleichauf die besten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>training rows</source>
   <translation>Trainingszeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>{label}, candidate</source>
   <translation>{label}, Kandidat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>{label}, champion</source>
   <translation>{label}, Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>{test} on the same {n_rows:,} rows, corrected for every pair</source>
   <translation>{test} auf denselben {n_rows:,} Zeilen, für jedes Paar korrigiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/state.py" />
   <source>{title}, 95% interval</source>
   <translation>{title}, 95-%-Intervall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/table.py" />
   <source>Comparison of {names}: {n} rows differ.</source>
   <translation>Vergleich von {names}: {n} Zeilen unterscheiden sich.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/table.py" />
   <source>Show {integer} more</source>
   <translation>{integer} weitere zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/table.py" />
   <source>Show {integer} more of {integer2}</source>
   <translation>{integer} weitere von {integer2} zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/table.py" />
   <source>The same in all runs</source>
   <translation>In allen Läufen gleich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/compare/table.py" />
   <source>{said}, best</source>
   <translation>{said}, bester</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/filter_bar.py" />
   <source>Filter, for example: auc &gt; 0.86 and estimator = random_forest</source>
   <translation>Filter, zum Beispiel: auc &gt; 0.86 and estimator = random_forest</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/filter_bar.py" />
   <source>status is not</source>
   <translation>Status ist nicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/filter_bar.py" />
   <source>the trash</source>
   <translation>der Papierkorb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/filter_chips.py" />
   <source>{name} is one of</source>
   <translation>{name} ist eines von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/group_popover.py" />
   <source>Add a level</source>
   <translation>Ebene hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/group_popover.py" />
   <source>Close all</source>
   <translation>Alle schließen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/group_popover.py" />
   <source>Fold seeds and folds into one row</source>
   <translation>Seeds und Faltungen in eine Zeile falten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/group_popover.py" />
   <source>Further out</source>
   <translation>Weiter nach außen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/group_popover.py" />
   <source>Groups</source>
   <translation>Gruppen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/group_popover.py" />
   <source>Open all</source>
   <translation>Alle öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/group_popover.py" />
   <source>Runs stand in one list.</source>
   <translation>Läufe stehen in einer Liste.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/group_popover.py" />
   <source>Take away</source>
   <translation>Wegnehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Add as a further key</source>
   <translation>Als weiteren Schlüssel hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Best value</source>
   <translation>Bester Wert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Fit the width</source>
   <translation>Breite anpassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Group by it within the groups</source>
   <translation>In den Gruppen danach gruppieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Group by {title}</source>
   <translation>Nach {title} gruppieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Group no longer by {title}</source>
   <translation>Nicht mehr nach {title} gruppieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Highest value</source>
   <translation>Größter Wert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Hold at the left</source>
   <translation>Links halten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Hold no longer</source>
   <translation>Nicht mehr halten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Last value</source>
   <translation>Letzter Wert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Lowest value</source>
   <translation>Kleinster Wert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Show its course</source>
   <translation>Seinen Verlauf zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Sort downwards</source>
   <translation>Absteigend sortieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Sort no longer by it</source>
   <translation>Nicht mehr danach sortieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/header_menu.py" />
   <source>Sort upwards</source>
   <translation>Aufsteigend sortieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/inspector.py" />
   <source> and {left} more</source>
   <translation> und {left} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/inspector.py" />
   <source>Choose a run to see it here.</source>
   <translation>Wählen Sie einen Lauf, um ihn hier zu sehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/inspector.py" />
   <source>Held out</source>
   <translation>Zurückgehalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/inspector.py" />
   <source>Notes</source>
   <translation>Notizen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/inspector.py" />
   <source>The first {integer} are compared.</source>
   <translation>Die ersten {integer} werden verglichen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/inspector.py" />
   <source>What differs</source>
   <translation>Was sich unterscheidet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/inspector.py" />
   <source>What they share</source>
   <translation>Was sie gemeinsam haben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/inspector.py" />
   <source>Why it ended</source>
   <translation>Warum er endete</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/inspector.py" />
   <source>hold-out, {note}</source>
   <translation>Hold-out, {note}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/renaming.py" />
   <source>Name of the run</source>
   <translation>Name des Laufs</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/row_menu.py" />
   <source>Archived runs too</source>
   <translation>Auch abgelegte Läufe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/row_menu.py" />
   <source>Close all groups</source>
   <translation>Alle Gruppen schließen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/row_menu.py" />
   <source>Colour</source>
   <translation>Farbe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/row_menu.py" />
   <source>Open all groups</source>
   <translation>Alle Gruppen öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/row_menu.py" />
   <source>Open or close it</source>
   <translation>Öffnen oder schließen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/row_menu.py" />
   <source>Select its runs, or none of them</source>
   <translation>Ihre Läufe auswählen, oder keinen davon</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>By step</source>
   <translation>Nach Schritt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>By time</source>
   <translation>Nach Zeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Computer</source>
   <translation>Rechner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Computer: {n_curves}</source>
   <translation>Rechner: {n_curves}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Exponential</source>
   <translation>Exponentiell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Find a metric</source>
   <translation>Kennzahl finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Gaussian</source>
   <translation>Gauß</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Memory, this process</source>
   <translation>Speicher, dieser Prozess</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Memory, whole computer</source>
   <translation>Speicher, ganzer Rechner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>No metric was logged more than once. Log one with a step to see its course here.</source>
   <translation>Keine Kennzahl wurde mehr als einmal festgehalten. Halten Sie eine mit einem Schritt fest, um ihren Verlauf hier zu sehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>No metric with a curve has {search} in its name.</source>
   <translation>Keine Kennzahl mit einer Kurve hat {search} im Namen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>No smoothing</source>
   <translation>Keine Glättung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Over</source>
   <translation>Über</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Processor, this process</source>
   <translation>Prozessor, dieser Prozess</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Processor, whole computer</source>
   <translation>Prozessor, ganzer Rechner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Show more</source>
   <translation>Mehr zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Show {n_more} more of {integer}</source>
   <translation>{n_more} weitere von {integer} zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Smoothing kind</source>
   <translation>Art der Glättung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>Smoothing {w:g}</source>
   <translation>Glättung {w:g}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>With {rival_words}</source>
   <translation>Mit {rival_words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>curve</source>
   <translation>Kurve</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>curves</source>
   <translation>Kurven</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/curves_tab.py" />
   <source>{points}, last {last}</source>
   <translation>{points}, letzter {last}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/decisions_card.py" />
   <source> Its own, from {own:.2f} up: {told}.</source>
   <translation> Ihre eigene, ab {own:.2f}: {told}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/decisions_card.py" />
   <source>Cost by threshold</source>
   <translation>Kosten nach Schwelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/decisions_card.py" />
   <source>Cost of an answer by threshold</source>
   <translation>Kosten einer Antwort nach Schwelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/decisions_card.py" />
   <source>Decisions</source>
   <translation>Entscheidungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/decisions_card.py" />
   <source>Wrong answers by threshold</source>
   <translation>Falsche Antworten nach Schwelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/decisions_card.py" />
   <source>mean of {n_rows}</source>
   <translation>Mittel von {n_rows}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/decisions_card.py" />
   <source>rows true, columns said; {n_rows} held out</source>
   <translation>Zeilen wahr, Spalten gesagt; {n_rows} zurückgehalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/decisions_card.py" />
   <source>{first}; {counts}.{rest} Chosen on these very rows, so a little too good.</source>
   <translation>{first}; {counts}.{rest} Auf genau diesen Zeilen gewählt, darum etwas zu gut.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/decisions_card.py" />
   <source>{integer} found, {integer2} missed, {integer3} false alarms</source>
   <translation>{integer} gefunden, {integer2} verfehlt, {integer3} Fehlalarme</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/decisions_card.py" />
   <source>{plain}{unit} a row</source>
   <translation>{plain}{unit} je Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/files_tab.py" />
   <source>All files (*)</source>
   <translation>Alle Dateien (*)</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/files_tab.py" />
   <source>Choose a file to look into it.</source>
   <translation>Wählen Sie eine Datei, um hineinzusehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/files_tab.py" />
   <source>Column {value}</source>
   <translation>Spalte {value}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/files_tab.py" />
   <source>Content of the file</source>
   <translation>Inhalt der Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/files_tab.py" />
   <source>Picture</source>
   <translation>Bild</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/files_tab.py" />
   <source>Reading the file</source>
   <translation>Die Datei wird gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/files_tab.py" />
   <source>Save as…</source>
   <translation>Speichern unter…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/files_tab.py" />
   <source>Save {name}</source>
   <translation>{name} speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/files_tab.py" />
   <source>This run kept no files.</source>
   <translation>Dieser Lauf hob keine Dateien auf.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/findings_card.py" />
   <source>Bad</source>
   <translation>Schlecht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/findings_card.py" />
   <source>Fewer</source>
   <translation>Weniger</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/findings_card.py" />
   <source>Good</source>
   <translation>Gut</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/findings_card.py" />
   <source>What stands out</source>
   <translation>Was heraussticht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/forecast_card.py" />
   <source>, from {plain} to {plain2} at {level:.0%}</source>
   <translation>, von {plain} bis {plain2} bei {level:.0%}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/forecast_card.py" />
   <source>All steps are in forecast.csv, under Files.</source>
   <translation>Alle Schritte stehen in forecast.csv, unter Dateien.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/forecast_card.py" />
   <source>Next: {plain}</source>
   <translation>Als Nächstes: {plain}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/forecast_card.py" />
   <source>said before</source>
   <translation>vorher gesagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/forecast_card.py" />
   <source>to come</source>
   <translation>kommend</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/forecast_card.py" />
   <source>to come, {levels} of the truth</source>
   <translation>kommend, {levels} der Wahrheit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/forecast_card.py" />
   <source>{name} end, {level:.0%}</source>
   <translation>Ende von {name}, {level:.0%}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/forecast_card.py" />
   <source>{n} of {more} series are drawn.</source>
   <translation>{n} von {more} Reihen sind gezeichnet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/forecast_card.py" />
   <source>{target}, {ahead} ahead</source>
   <translation>{target}, {ahead} im Voraus</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>All {integer}</source>
   <translation>Alle {integer}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>Groups of {column}</source>
   <translation>Gruppen von {column}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>Its own model</source>
   <translation>Eigenes Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>Learned</source>
   <translation>Gelernt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>Model for all</source>
   <translation>Modell für alle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>The worst {worst}</source>
   <translation>Die {worst} schlechtesten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>by {title}, the surely worst first</source>
   <translation>nach {title}, die sicher schlechteren zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>model for all</source>
   <translation>Modell für alle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>no row held out</source>
   <translation>keine Zeile zurückgehalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>no sure difference</source>
   <translation>kein sicherer Unterschied</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>none, or never seen</source>
   <translation>keine, oder nie gesehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>own is surely better</source>
   <translation>eigenes ist sicher besser</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>own is surely worse</source>
   <translation>eigenes ist sicher schlechter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/groups_card.py" />
   <source>too few rows to tell</source>
   <translation>zu wenige Zeilen, um es zu sagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/inputs_card.py" />
   <source>Data it read</source>
   <translation>Daten, die er las</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/inputs_card.py" />
   <source>as the script said</source>
   <translation>wie das Skript sagte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/leaning_card.py" />
   <source>This run</source>
   <translation>Dieser Lauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/leaning_card.py" />
   <source>What it leans on</source>
   <translation>Worauf es sich stützt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/leaning_card.py" />
   <source>this run</source>
   <translation>dieser Lauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/leaning_card.py" />
   <source>{measure} lost by shuffling a column, {rows} held out</source>
   <translation>{measure}, verloren durch Mischen einer Spalte, {rows} zurückgehalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>Edit</source>
   <translation>Bearbeiten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>From file to deployment</source>
   <translation>Von der Datei zur Bereitstellung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>How it ran</source>
   <translation>Wie er lief</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>Learn it again from what is stored and compare the answers</source>
   <translation>Aus dem Gespeicherten noch einmal lernen und die Antworten vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>No tag and no note yet.</source>
   <translation>Noch kein Schlagwort und keine Notiz.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>Open v{number}</source>
   <translation>v{number} öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>Run again</source>
   <translation>Noch einmal laufen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>Run again by {by}, {full_time}</source>
   <translation>Noch einmal gelaufen, von {by}, {full_time}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>Show what was changed</source>
   <translation>Zeigen, was geändert wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>Tags and note</source>
   <translation>Schlagwörter und Notiz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/lineage.py" />
   <source>What training noted</source>
   <translation>Was das Training bemerkte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/log_tab.py" />
   <source>Find in the log</source>
   <translation>Im Protokoll suchen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/log_tab.py" />
   <source>Find the next</source>
   <translation>Das nächste finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/log_tab.py" />
   <source>Find the one before</source>
   <translation>Das davor finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/log_tab.py" />
   <source>Not found</source>
   <translation>Nicht gefunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/log_tab.py" />
   <source>Nothing was printed, or it was not captured.</source>
   <translation>Nichts wurde ausgegeben, oder es wurde nicht mitgeschrieben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/log_tab.py" />
   <source>Only the newest part of what was printed is kept.</source>
   <translation>Nur der neueste Teil der Ausgabe ist aufgehoben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/log_tab.py" />
   <source>Printed</source>
   <translation>Ausgegeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/log_tab.py" />
   <source>Reading the log</source>
   <translation>Das Protokoll wird gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/log_tab.py" />
   <source>The job wrote nothing.</source>
   <translation>Der Auftrag schrieb nichts.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/note_sheet.py" />
   <source>Tags and note of {name}</source>
   <translation>Schlagwörter und Notiz von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/note_sheet.py" />
   <source>With commas between them</source>
   <translation>Mit Kommas dazwischen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/overview.py" />
   <source>It could not be looked at.</source>
   <translation>Er konnte nicht angesehen werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/overview.py" />
   <source>Looking at the run</source>
   <translation>Der Lauf wird angesehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/overview.py" />
   <source>Nothing stands out in what was logged; hold-out answers would tell more.</source>
   <translation>Nichts sticht heraus in dem, was festgehalten wurde; Antworten auf zurückgehaltene Zeilen würden mehr sagen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/overview.py" />
   <source>Nothing stands out.</source>
   <translation>Nichts sticht heraus.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/params_tab.py" />
   <source>Find a parameter</source>
   <translation>Parameter finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/params_tab.py" />
   <source>No parameter fits.</source>
   <translation>Kein Parameter passt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/params_tab.py" />
   <source>Parameter</source>
   <translation>Parameter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/params_tab.py" />
   <source>This run logged no parameter.</source>
   <translation>Dieser Lauf hielt keinen Parameter fest.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/part.py" />
   <source>Compare with v{number}</source>
   <translation>Mit v{number} vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/part.py" />
   <source>It is hidden everywhere else until it is restored or the trash is emptied.</source>
   <translation>Er ist sonst überall verborgen, bis er zurückgeholt oder der Papierkorb geleert wird.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/part.py" />
   <source>Reading the run</source>
   <translation>Der Lauf wird gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/part.py" />
   <source>Restore</source>
   <translation>Zurückholen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/part.py" />
   <source>Run again and compare</source>
   <translation>Noch einmal laufen und vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/part.py" />
   <source>Tags and note…</source>
   <translation>Schlagwörter und Notiz…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/part.py" />
   <source>This run is in the trash</source>
   <translation>Dieser Lauf ist im Papierkorb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>All curves</source>
   <translation>Alle Kurven</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>Error by prediction</source>
   <translation>Fehler nach Vorhersage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>Learning curve</source>
   <translation>Lernkurve</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>No metric was logged more than once. Log it with a step to see its course.</source>
   <translation>Keine Kennzahl wurde mehr als einmal festgehalten. Halten Sie sie mit einem Schritt fest, um ihren Verlauf zu sehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>No metric was logged yet.</source>
   <translation>Noch wurde keine Kennzahl festgehalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>Not read yet.</source>
   <translation>Noch nicht gelesen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>On the hold-out</source>
   <translation>Auf den zurückgehaltenen Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>Reading the curves</source>
   <translation>Die Kurven werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>Right</source>
   <translation>Richtig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>Scores</source>
   <translation>Kennzahlen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>There is nothing to draw for this kind of answer.</source>
   <translation>Für diese Art Antwort gibt es nichts zu zeichnen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>Training</source>
   <translation>Training</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>best at {integer}</source>
   <translation>am besten bei {integer}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>false alarms</source>
   <translation>Fehlalarme</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>hold-out, {n_rows}, 95%</source>
   <translation>Hold-out, {n_rows}, 95 %</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>on the hold-out</source>
   <translation>auf den zurückgehaltenen Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>predicted − actual</source>
   <translation>vorhergesagt − wahr</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>{missing} Log them with run.log_predictions(y_true, y_pred) to see them here.</source>
   <translation>{missing} Halten Sie sie mit run.log_predictions(y_true, y_pred) fest, um sie hier zu sehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>{n_rows}, never trained on</source>
   <translation>{n_rows}, nie zum Training benutzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/plots.py" />
   <source>{rival_words}, other rows</source>
   <translation>{rival_words}, andere Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/score_bars.py" />
   <source>Probability</source>
   <translation>Wahrscheinlichkeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/score_bars.py" />
   <source>score 1</source>
   <translation>Antwort 1</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/score_bars.py" />
   <source>share of rows by the probability said</source>
   <translation>Anteil der Zeilen nach gesagter Wahrscheinlichkeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/score_bars.py" />
   <source>{name} rows were given {mean:.2f} on average</source>
   <translation>Zeilen mit {name} bekamen im Mittel {mean:.2f}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>Best so far</source>
   <translation>Bester bisher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>Stop and keep the best</source>
   <translation>Anhalten und das Beste behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>The fold at work is ended first; then the best settings are fitted</source>
   <translation>Die laufende Faltung wird erst beendet; dann werden die besten Einstellungen angepasst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>Trial</source>
   <translation>Versuch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>What matters</source>
   <translation>Was zählt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>What was tried</source>
   <translation>Was versucht wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>fold</source>
   <translation>Faltung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>folds</source>
   <translation>Faltungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>given up</source>
   <translation>aufgegeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>trial</source>
   <translation>Versuch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>trials</source>
   <translation>Versuche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_card.py" />
   <source>{words}, {title} over {n_folds}</source>
   <translation>{words}, {title} über {n_folds}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_slices.py" />
   <source>Trial {number}</source>
   <translation>Versuch {number}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/search_slices.py" />
   <source>Trials</source>
   <translation>Versuche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/small_cards.py" />
   <source>Nested runs</source>
   <translation>Läufe darin</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/small_cards.py" />
   <source>No parameter was logged.</source>
   <translation>Kein Parameter wurde festgehalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/small_cards.py" />
   <source>No part of the rows is large enough to be told apart.</source>
   <translation>Kein Teil der Zeilen ist groß genug, um ihn zu unterscheiden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/small_cards.py" />
   <source>Reading the hold-out rows</source>
   <translation>Die zurückgehaltenen Zeilen werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/small_cards.py" />
   <source>and {integer} more in the table</source>
   <translation>und {integer} weitere in der Tabelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/small_cards.py" />
   <source>none differs</source>
   <translation>keiner unterscheidet sich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/small_cards.py" />
   <source>started this run</source>
   <translation>startete diesen Lauf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/small_cards.py" />
   <source>{n_runs} started in this one</source>
   <translation>{n_runs} in diesem gestartet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/small_cards.py" />
   <source>{title}, weakest first, 95%</source>
   <translation>{title}, schwächste zuerst, 95 %</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/state.py" />
   <source>, judged by {judged}</source>
   <translation>, beurteilt nach {judged}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/state.py" />
   <source>In the trash</source>
   <translation>Im Papierkorb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/state.py" />
   <source>Learned from {data}</source>
   <translation>Gelernt aus {data}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/state.py" />
   <source>Part of {first}</source>
   <translation>Teil von {first}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/state.py" />
   <source>Predicts {target} on {data}</source>
   <translation>Sagt {target} auf {data} vorher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/state.py" />
   <source>Running for {total_seconds}</source>
   <translation>Läuft seit {total_seconds}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/state.py" />
   <source>Scheduled</source>
   <translation>Geplant</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/state.py" />
   <source>Started by {by}{said}.</source>
   <translation>Gestartet von {by}{said}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run/state.py" />
   <source>Stopped</source>
   <translation>Angehalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run_table.py" />
   <source>Loosen the filter to see runs again.</source>
   <translation>Lockern Sie den Filter, um wieder Läufe zu sehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run_table.py" />
   <source>No run matches</source>
   <translation>Kein Lauf passt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run_table.py" />
   <source>Runs you delete wait here until you empty it.</source>
   <translation>Läufe, die Sie löschen, warten hier, bis Sie ihn leeren.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run_table.py" />
   <source>Show archived runs</source>
   <translation>Abgelegte Läufe zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/run_table.py" />
   <source>The trash is empty</source>
   <translation>Der Papierkorb ist leer</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/saved_model.py" />
   <source>A part of the view is left aside</source>
   <translation>Ein Teil der Ansicht bleibt beiseite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/saved_model.py" />
   <source>The view {name} is removed</source>
   <translation>Die Ansicht {name} ist entfernt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/scatter/part.py" />
   <source>, {integer} of them drawn</source>
   <translation>, {integer} davon gezeichnet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/scatter/part.py" />
   <source>More {title} is better</source>
   <translation>Mehr {title} ist besser</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/scatter/part.py" />
   <source>Scales</source>
   <translation>Skalen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/sheets.py" />
   <source>Empty the trash</source>
   <translation>Papierkorb leeren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/sheets.py" />
   <source>What should be remembered about it?</source>
   <translation>Was soll man sich dazu merken?</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/source.py" />
   <source>Runs that differ in the seed only</source>
   <translation>Läufe, die sich nur im Seed unterscheiden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/state.py" />
   <source>{words}, {integer} not shown</source>
   <translation>{words}, {integer} nicht gezeigt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/tools.py" />
   <source>Compare the selected runs</source>
   <translation>Ausgewählte Läufe vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/tools.py" />
   <source>Follow the newest runs</source>
   <translation>Den neuesten Läufen folgen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/tools.py" />
   <source>Group: {words}</source>
   <translation>Gruppe: {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/tools.py" />
   <source>No groups</source>
   <translation>Keine Gruppen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/tools.py" />
   <source>Putting in order…</source>
   <translation>Wird geordnet…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/view.py" />
   <source>Train on a dataset: each model that is tried becomes a run.</source>
   <translation>Trainieren Sie auf einem Datensatz: jedes versuchte Modell wird ein Lauf.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/view.py" />
   <source>Trash</source>
   <translation>Papierkorb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/view.py" />
   <source>Your runs will stand here</source>
   <translation>Ihre Läufe werden hier stehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/view_acts.py" />
   <source>Filter, groups, order, columns and plots are kept, for everyone in this workspace.</source>
   <translation>Filter, Gruppen, Reihenfolge, Spalten und Bilder werden aufgehoben, für alle in diesem Arbeitsbereich.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/view_acts.py" />
   <source>The view is copied as one line</source>
   <translation>Die Ansicht ist als eine Zeile kopiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/views_bar.py" />
   <source>Copy it as a line</source>
   <translation>Als Zeile kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/views_bar.py" />
   <source>Keep what was changed in this view</source>
   <translation>Behalten, was an dieser Ansicht geändert wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/views_bar.py" />
   <source>More: views, export, trash</source>
   <translation>Mehr: Ansichten, Ausgabe, Papierkorb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/views_bar.py" />
   <source>Remove {name}</source>
   <translation>{name} entfernen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/views_bar.py" />
   <source>Rename {name}…</source>
   <translation>{name} umbenennen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/views_bar.py" />
   <source>Reset</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/views_bar.py" />
   <source>Save this view</source>
   <translation>Diese Ansicht speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/experiments/views_bar.py" />
   <source>Show the view as it was saved</source>
   <translation>Die Ansicht zeigen, wie sie gespeichert wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/beside.py" />
   <source>Nothing has happened yet.</source>
   <translation>Noch ist nichts geschehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/beside.py" />
   <source>Open activity</source>
   <translation>Aktivität öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/beside.py" />
   <source>Progress of the worker</source>
   <translation>Fortschritt des Workers</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/beside.py" />
   <source>Recent</source>
   <translation>Zuletzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/commands.py" />
   <source>Log from a script or notebook</source>
   <translation>Aus einem Skript oder Notebook festhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/commands.py" />
   <source>Open the sample</source>
   <translation>Beispiel öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/commands.py" />
   <source>Review and promote {title}…</source>
   <translation>{title} prüfen und befördern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source> The champion keeps serving.</source>
   <translation> Der Champion antwortet weiter.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source> {model} was not retrained.</source>
   <translation> {model} wurde nicht neu trainiert.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source> {n_more_alerts} of the same incident.</source>
   <translation> {n_more_alerts} desselben Vorfalls.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source> {title} is better than the champion's by {size}, 95% interval {low_words} to {high_words}.</source>
   <translation> {title} ist um {size} besser als beim Champion, 95-%-Intervall {low_words} bis {high_words}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source> {title} is no different for sure, 95% interval {low_words} to {high_words}.</source>
   <translation> {title} ist nicht sicher anders, 95-%-Intervall {low_words} bis {high_words}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source> {title} is worse, 95% interval {low_words} to {high_words}.</source>
   <translation> {title} ist schlechter, 95-%-Intervall {low_words} bis {high_words}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source> {title} is {decimal} on rows it never saw.</source>
   <translation> {title} ist {decimal} auf Zeilen, die er nie sah.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Adding data</source>
   <translation>Daten werden hinzugefügt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Comparing versions</source>
   <translation>Versionen werden verglichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Diagnosing an incident</source>
   <translation>Ein Vorfall wird untersucht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>It ended without saying why.</source>
   <translation>Er endete, ohne zu sagen warum.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Look at drift</source>
   <translation>Drift ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Looking at new data</source>
   <translation>Neue Daten werden angesehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Measuring again by labels that came</source>
   <translation>Mit neuen Labels wird neu gemessen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Not now</source>
   <translation>Nicht jetzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Predicting</source>
   <translation>Es wird vorhergesagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Preparing the sample</source>
   <translation>Das Beispiel wird vorbereitet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Read it there</source>
   <translation>Dort lesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Registering a run</source>
   <translation>Ein Lauf wird registriert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Review and promote</source>
   <translation>Prüfen und befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Running gates</source>
   <translation>Die Hürden laufen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>See the rows</source>
   <translation>Zeilen ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Trained on {version_words}, {n} of {n} gates passed.</source>
   <translation>Trainiert auf {version_words}, {n} von {n} Hürden genommen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>Worst column, PSI</source>
   <translation>Schlechteste Spalte, PSI</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>attempt</source>
   <translation>Versuch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>attempts</source>
   <translation>Versuche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>expected {}, found {}</source>
   <translation>erwartet {}, gefunden {}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>failed</source>
   <translation>nicht bestanden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>more alert</source>
   <translation>weitere Warnung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>more alerts</source>
   <translation>weitere Warnungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>more check</source>
   <translation>weitere Prüfung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>more checks</source>
   <translation>weitere Prüfungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>the first champion</source>
   <translation>der erste Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>v{number} candidate</source>
   <translation>v{number} Kandidat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>{label} is ready to promote</source>
   <translation>{label} ist bereit zur Beförderung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>{model}: input data has drifted</source>
   <translation>{model}: die Eingabedaten sind gedriftet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>{model}: {name} is out of its range</source>
   <translation>{model}: {name} liegt außerhalb des Üblichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>{verb} on {subject}</source>
   <translation>{verb}: {subject}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>{verb} to {subject}</source>
   <translation>{verb}: {subject}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>{what} failed</source>
   <translation>{what} misslungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>{worst}: failed</source>
   <translation>{worst}: misslungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/decisions.py" />
   <source>{writer} speaks to you about {model} v{number}</source>
   <translation>{writer} spricht Sie zu {model} v{number} an</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>CSV or Parquet. It is copied, profiled and versioned for all who share this workspace.</source>
   <translation>CSV oder Parquet. Sie wird für alle, die diesen Arbeitsbereich teilen, kopiert, beschrieben und versioniert.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>CSV or Parquet. It is copied, profiled and versioned on this computer; nothing is sent anywhere.</source>
   <translation>CSV oder Parquet. Sie wird auf diesem Rechner kopiert, beschrieben und versioniert; nichts wird irgendwohin gesendet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Choose among the runs</source>
   <translation>Unter den Läufen wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Drop a table here</source>
   <translation>Eine Tabelle hier fallen lassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Drop a table here, or click to choose a file</source>
   <translation>Lassen Sie hier eine Tabelle fallen, oder klicken Sie, um eine Datei zu wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Flights out of New York in 2013: which come late?</source>
   <translation>Flüge ab New York im Jahr 2013: welche kommen zu spät?</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>It becomes the champion you serve. Everything can be undone.</source>
   <translation>Es wird der Champion, der antwortet. Alles lässt sich rückgängig machen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Open sample</source>
   <translation>Beispiel öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Pick a target</source>
   <translation>Ein Ziel wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Promote one</source>
   <translation>Eines befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Schema, histograms and missing values appear in seconds.</source>
   <translation>Schema, Verteilungen und fehlende Werte erscheinen in Sekunden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Start with a table</source>
   <translation>Mit einer Tabelle beginnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>The worker prepares it; this takes a few seconds.</source>
   <translation>Der Worker bereitet es vor; das dauert einige Sekunden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Tidemill trains a few honest baselines and shows how sure it is.</source>
   <translation>Tidemill trainiert ein paar ehrliche einfache Modelle und zeigt, wie sicher es ist.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Tidemill turns it into a model you can serve, and tells you when that model </source>
   <translation>Tidemill macht daraus ein Modell, das antworten kann, und sagt Ihnen, wann dieses Modell </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>Try the sample</source>
   <translation>Das Beispiel ausprobieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/first_run.py" />
   <source>stops being good.</source>
   <translation>nicht mehr gut ist.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/living.py" />
   <source>All models</source>
   <translation>Alle Modelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/living.py" />
   <source>Champions</source>
   <translation>Champions</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/living.py" />
   <source>Health</source>
   <translation>Zustand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/living.py" />
   <source>Live metric</source>
   <translation>Kennzahl im Betrieb</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/living.py" />
   <source>No champion serves now</source>
   <translation>Kein Champion antwortet gerade</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/living.py" />
   <source>Open models</source>
   <translation>Modelle öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/living.py" />
   <source>Over time</source>
   <translation>Über die Zeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/living.py" />
   <source>Promote a version, or go back to a former champion.</source>
   <translation>Befördern Sie eine Version, oder gehen Sie zu einem früheren Champion zurück.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/living.py" />
   <source>Trained</source>
   <translation>Trainiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/living.py" />
   <source>and {n_more} more</source>
   <translation>und {n_more} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/script_card.py" />
   <source>Before it starts</source>
   <translation>Bevor es startet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/script_card.py" />
   <source>Copy the code</source>
   <translation>Code kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/script_card.py" />
   <source>Copy the line</source>
   <translation>Zeile kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/script_card.py" />
   <source>Four lines of Python; the runs stand here as they happen.</source>
   <translation>Vier Zeilen Python; die Läufe stehen hier, während sie laufen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/script_card.py" />
   <source>In the script</source>
   <translation>Im Skript</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/script_card.py" />
   <source>Log from a script</source>
   <translation>Aus einem Skript festhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/script_card.py" />
   <source>Show code</source>
   <translation>Code zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/script_card.py" />
   <source>The script logs into the workspace that was opened last. To name this one:</source>
   <translation>Das Skript schreibt in den zuletzt geöffneten Arbeitsbereich. Um diesen zu nennen:</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source> Nothing has stopped serving.</source>
   <translation> Alle antworten weiter.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>All {n} champions are</source>
   <translation>Alle {n} Champions sind</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Eight</source>
   <translation>Acht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Five</source>
   <translation>Fünf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Four</source>
   <translation>Vier</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Good {part}</source>
   <translation>Guten {part}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Good {part}, {first}</source>
   <translation>Guten {part}, {first}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>New files and trainings wait until it runs.</source>
   <translation>Neue Dateien und Trainings warten, bis er läuft.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Nine</source>
   <translation>Neun</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>No</source>
   <translation>Kein</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Nothing needs you. {which} healthy.</source>
   <translation>Nichts braucht Sie. {which} in Ordnung.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Nothing needs you.{serving}</source>
   <translation>Nichts braucht Sie.{serving}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Nothing to do.</source>
   <translation>Nichts zu tun.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>One</source>
   <translation>Ein</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>One thing needs your decision.{serving}</source>
   <translation>Eines braucht Ihre Entscheidung.{serving}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Queue</source>
   <translation>Warteschlange</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Seven</source>
   <translation>Sieben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Six</source>
   <translation>Sechs</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Ten</source>
   <translation>Zehn</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>The champion is</source>
   <translation>Der Champion ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Three</source>
   <translation>Drei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Two</source>
   <translation>Zwei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Watching</source>
   <translation>Beobachtet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Worker is at work</source>
   <translation>Der Worker arbeitet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Worker is not running</source>
   <translation>Der Worker läuft nicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Worker is ready</source>
   <translation>Der Worker ist bereit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>Worker waits</source>
   <translation>Der Worker wartet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>job</source>
   <translation>Auftrag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>jobs</source>
   <translation>Aufträge</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>watched folder</source>
   <translation>beobachteter Ordner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>watched folders</source>
   <translation>beobachtete Ordner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>{n_jobs} wait for it.</source>
   <translation>{n_jobs} warten auf ihn.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/state.py" />
   <source>{shown} things need your decision.{serving}</source>
   <translation>{shown} Dinge brauchen Ihre Entscheidung.{serving}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/home/view.py" />
   <source>Reading what happened</source>
   <translation>Es wird gelesen, was geschah</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>Decisions that flip</source>
   <translation>Entscheidungen, die kippen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>For everyone</source>
   <translation>Für alle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>Known outcome</source>
   <translation>Bekannter Ausgang</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>Money</source>
   <translation>Geld</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>Saved</source>
   <translation>Gespeichert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>Together</source>
   <translation>Zusammen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>becomes right</source>
   <translation>wird richtig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>becomes wrong</source>
   <translation>wird falsch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>no costs are set</source>
   <translation>keine Kosten gesetzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>no outcome is known</source>
   <translation>kein Ausgang ist bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>not known yet</source>
   <translation>noch nicht bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>right, v{version} to v{against}</source>
   <translation>richtig, v{version} zu v{against}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/asked_state.py" />
   <source>{reach}, so not certain</source>
   <translation>{reach}, also nicht sicher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/card_part.py" />
   <source>Every part of the card is written.</source>
   <translation>Jeder Teil der Karte ist geschrieben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/card_part.py" />
   <source>Reading what is known…</source>
   <translation>Es wird gelesen, was bekannt ist…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/card_part.py" />
   <source>Save as HTML…</source>
   <translation>Als HTML speichern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/card_part.py" />
   <source>Save as PDF…</source>
   <translation>Als PDF speichern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/card_part.py" />
   <source>What only people know</source>
   <translation>Was nur Menschen wissen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/card_part.py" />
   <source>of the model, for all its versions</source>
   <translation>über das Modell, für alle seine Versionen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/change_chart.py" />
   <source>Champion</source>
   <translation>Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/change_chart.py" />
   <source>Change</source>
   <translation>Änderung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/change_chart.py" />
   <source>Gain, 95% interval</source>
   <translation>Gewinn, 95-%-Intervall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/change_chart.py" />
   <source>Measure</source>
   <translation>Maß</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/change_chart.py" />
   <source>There was nothing to compare it with</source>
   <translation>Es gab nichts, womit zu vergleichen war</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/change_chart.py" />
   <source>Verdict</source>
   <translation>Urteil</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/change_chart.py" />
   <source>What changes</source>
   <translation>Was sich ändert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/change_chart.py" />
   <source>What changes: nothing could be compared.</source>
   <translation>Was sich ändert: nichts konnte verglichen werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/change_chart.py" />
   <source>What changes: {better} measures better, {worse} worse, {rest} not certain.</source>
   <translation>Was sich ändert: {better} Maße besser, {worse} schlechter, {rest} nicht sicher.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/change_chart.py" />
   <source>not certain</source>
   <translation>nicht sicher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Add a gate to {name}…</source>
   <translation>Hürde zu {name} hinzufügen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Explain a prediction of {label}…</source>
   <translation>Eine Vorhersage von {label} erklären…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Export {label}…</source>
   <translation>{label} ausgeben…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Gates of {label}</source>
   <translation>Hürden von {label}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Hold {label} against v{other}</source>
   <translation>{label} neben v{other} halten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Level of {name}</source>
   <translation>Stufe von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Lineage of {label}</source>
   <translation>Herkunft von {label}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Model card of {label}</source>
   <translation>Modellkarte von {label}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Promote {name} v{number}…</source>
   <translation>{name} v{number} befördern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Reject {name} v{number}</source>
   <translation>{name} v{number} ablehnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Roll back {name} to v{rollback_to}</source>
   <translation>{name} auf v{rollback_to} zurücknehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>Train {name} again…</source>
   <translation>{name} noch einmal trainieren…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/commands.py" />
   <source>{gates_words} gates passed</source>
   <translation>{gates_words} Hürden genommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/common_rows.py" />
   <source>Both can answer rows that neither learned from, and be compared on those.</source>
   <translation>Beide können Zeilen beantworten, aus denen keines gelernt hat, und darauf verglichen werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/common_rows.py" />
   <source>Compare on common rows</source>
   <translation>Auf gemeinsamen Zeilen vergleichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/costs_row.py" />
   <source>Cost of {truth}, decided {said}</source>
   <translation>Kosten von {truth}, entschieden {said}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/costs_row.py" />
   <source>Currency, such as £</source>
   <translation>Währung, etwa €</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/costs_row.py" />
   <source>Keep and rehearse</source>
   <translation>Behalten und proben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/costs_row.py" />
   <source>What a wrong decision costs is kept with the model, and the rehearsal is held again with it.</source>
   <translation>Was eine falsche Entscheidung kostet, wird mit dem Modell aufgehoben, und die Generalprobe wird damit neu gehalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/costs_row.py" />
   <source>{truth}, decided {said}</source>
   <translation>{truth}, entschieden {said}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>1 parameter is the same.</source>
   <translation>1 Parameter ist gleich.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>Answers to the same rows</source>
   <translation>Antworten auf dieselben Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>Data, by column</source>
   <translation>Daten, nach Spalte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>For whom</source>
   <translation>Für wen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>Interval</source>
   <translation>Intervall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>Measures</source>
   <translation>Maße</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>Reading both versions…</source>
   <translation>Beide Versionen werden gelesen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>Swap the two versions</source>
   <translation>Die zwei Versionen tauschen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>The earlier version</source>
   <translation>Die frühere Version</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>There is no other version to hold it against.</source>
   <translation>Es gibt keine andere Version, neben die sie zu halten wäre.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>Truth</source>
   <translation>Wahrheit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>What</source>
   <translation>Was</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>What it means</source>
   <translation>Was es heißt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>What went in</source>
   <translation>Was hineinging</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>{n_same} parameters are the same.</source>
   <translation>{n_same} Parameter sind gleich.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/difference_part.py" />
   <source>{slices_of}, those that lost most first.</source>
   <translation>{slices_of}, die am meisten verloren, zuerst.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/flow_chart.py" />
   <source>Decisions that flip from {ends} to {ends2}: {said}.</source>
   <translation>Entscheidungen, die von {ends} zu {ends2} kippen: {said}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/flow_chart.py" />
   <source>Decisions that flip: none.</source>
   <translation>Entscheidungen, die kippen: keine.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Beyond chance</source>
   <translation>Mehr als Zufall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Bins</source>
   <translation>Klassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Cost of an answer</source>
   <translation>Kosten einer Antwort</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Cost of an answer of the other</source>
   <translation>Kosten einer Antwort des anderen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Figure</source>
   <translation>Zahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Gain</source>
   <translation>Gewinn</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Groups left out</source>
   <translation>Ausgelassene Gruppen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Happened</source>
   <translation>Geschehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Held against</source>
   <translation>Gemessen an</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Highest</source>
   <translation>Größter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Judged</source>
   <translation>Beurteilt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Largest difference</source>
   <translation>Größter Unterschied</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Median, ms</source>
   <translation>Median, ms</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>On the rest</source>
   <translation>Auf dem Rest</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Slices measured</source>
   <translation>Gemessene Teilmengen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Slowest twentieth, ms</source>
   <translation>Langsamstes Zwanzigstel, ms</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>The other</source>
   <translation>Das andere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Warned</source>
   <translation>Gewarnt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>What is to be equal</source>
   <translation>Was gleich sein soll</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>Where</source>
   <translation>Wo</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_evidence.py" />
   <source>q, worse</source>
   <translation>q, schlechter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_runs.py" />
   <source> An earlier run; the newest one counts.</source>
   <translation> Ein früherer Durchgang; der neueste zählt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_runs.py" />
   <source>Not run yet</source>
   <translation>Noch nicht gelaufen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_runs.py" />
   <source>The set {gate_set}</source>
   <translation>Der Satz {gate_set}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_runs.py" />
   <source>v{number}: {n_of} passed</source>
   <translation>v{number}: {n_of} bestanden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_runs.py" />
   <source>{names}, run by {by}.{earlier}</source>
   <translation>{names}, ausgeführt von {by}.{earlier}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_runs_part.py" />
   <source>Evidence</source>
   <translation>Belege</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_runs_part.py" />
   <source>Gate</source>
   <translation>Hürde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_runs_part.py" />
   <source>Gates</source>
   <translation>Hürden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_runs_part.py" />
   <source>Run of the gates</source>
   <translation>Durchgang der Hürden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_runs_part.py" />
   <source>What it found</source>
   <translation>Was sie fand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_set_part.py" />
   <source>Add a gate…</source>
   <translation>Hürde hinzufügen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_set_part.py" />
   <source>Candidates pass the set</source>
   <translation>Kandidaten müssen den Satz nehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_set_part.py" />
   <source>Keep limits</source>
   <translation>Grenzen behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_set_part.py" />
   <source>Set of gates</source>
   <translation>Satz von Hürden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_set_state.py" />
   <source>The standard set stays as it is; what you change makes a set called {name}.</source>
   <translation>Der Standardsatz bleibt, wie er ist; was Sie ändern, macht einen Satz namens {name}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_set_state.py" />
   <source>{names} pass it too; what you change makes a set called {name}.</source>
   <translation>{names} benutzen ihn auch; was Sie ändern, macht einen Satz namens {name}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_set_state.py" />
   <source>{set} is the default of the workspace; what you change makes a set called {name}.</source>
   <translation>{set} ist die Vorgabe des Arbeitsbereichs; was Sie ändern, wird ein Satz mit dem Namen {name}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_sheet.py" />
   <source>Add a gate</source>
   <translation>Hürde hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_sheet.py" />
   <source>Add the gate</source>
   <translation>Die Hürde hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/gate_sheet.py" />
   <source>Every later candidate of {model} passes it. What was judged before keeps what it was told.</source>
   <translation>Jeder spätere Kandidat von {model} muss sie nehmen. Was vorher beurteilt wurde, behält, was gesagt wurde.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source> It takes two people.</source>
   <translation> Es braucht zwei Personen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source> {who} proposed it.</source>
   <translation> {who} hat sie vorgeschlagen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Add a label, such as eu-west</source>
   <translation>Label hinzufügen, etwa eu-west</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Against the champion{then}</source>
   <translation>Gegen den Champion{then}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Against the {against}</source>
   <translation>Gegen {against}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Choose a version to see it here.</source>
   <translation>Wählen Sie eine Version, um sie hier zu sehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Comment</source>
   <translation>Kommentieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Opens the promotion sheet</source>
   <translation>Öffnet das Blatt zur Beförderung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Preparation</source>
   <translation>Vorbereitung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Promote v{number}…</source>
   <translation>v{number} befördern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Reject</source>
   <translation>Ablehnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Take the label {name} off</source>
   <translation>Das Label {name} wegnehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>The gates have not run on this version.</source>
   <translation>Die Hürden sind für diese Version nicht gelaufen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Version {number}</source>
   <translation>Version {number}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>Write a comment; @login speaks to a person</source>
   <translation>Kommentar schreiben; @login spricht eine Person an</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>passed</source>
   <translation>bestanden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>serves nothing</source>
   <translation>antwortet nirgends</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/inspector.py" />
   <source>{n_of} passed</source>
   <translation>{n_of} bestanden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/maturity_part.py" />
   <source>Level {int}</source>
   <translation>Stufe {int}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/maturity_part.py" />
   <source>Next: {lower}. {words}</source>
   <translation>Als Nächstes: {lower}. {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/maturity_part.py" />
   <source>met</source>
   <translation>erfüllt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/maturity_part.py" />
   <source>not met</source>
   <translation>nicht erfüllt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/maturity_part.py" />
   <source>reached</source>
   <translation>erreicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_list.py" />
   <source>Health: {word}</source>
   <translation>Zustand: {word}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_list.py" />
   <source>none yet</source>
   <translation>noch keine</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_list.py" />
   <source>{kind} · none yet</source>
   <translation>{kind} · noch keine</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>95% interval</source>
   <translation>95-%-Intervall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Audit log</source>
   <translation>Prüfprotokoll</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Difference</source>
   <translation>Unterschied</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Hold-out</source>
   <translation>Hold-out</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Level</source>
   <translation>Stufe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Measure of the chart</source>
   <translation>Maß des Bildes</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Model card</source>
   <translation>Modellkarte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>More to do with this model</source>
   <translation>Mehr zu tun mit diesem Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Registered</source>
   <translation>Registriert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Roll back to v{rollback_to}</source>
   <translation>Auf v{rollback_to} zurücknehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Stage</source>
   <translation>Stand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Trained by</source>
   <translation>Trainiert von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>When</source>
   <translation>Wenn</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>Who</source>
   <translation>Wer</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>by version</source>
   <translation>nach Version</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>champion then</source>
   <translation>Champion damals</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>new code</source>
   <translation>neuer Code</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>vs champion</source>
   <translation>gegen Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/model_part.py" />
   <source>{integer} in use</source>
   <translation>{integer} in Gebrauch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_deeds.py" />
   <source>Judge it</source>
   <translation>Beurteilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_deeds.py" />
   <source>Judge {name} v{number} on data</source>
   <translation>{name} v{number} auf Daten beurteilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_deeds.py" />
   <source>Say which data it answers for.</source>
   <translation>Sagen Sie, auf welche Daten sie antwortet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_deeds.py" />
   <source>The worker loads it in a process of its own and runs its gates.</source>
   <translation>Der Worker lädt sie in einem eigenen Prozess und lässt ihre Hürden laufen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_deeds.py" />
   <source>{name} v{number} is being judged</source>
   <translation>{name} v{number} wird beurteilt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>Answers</source>
   <translation>Antwortet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>Came</source>
   <translation>Kam</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>Judge on data…</source>
   <translation>Auf Daten beurteilen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>Open its run</source>
   <translation>Ihren Lauf öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>Reads</source>
   <translation>Liest</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>Registered by scripts</source>
   <translation>Von Skripten registriert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>Told from their files without loading them</source>
   <translation>Aus ihren Dateien gelesen, ohne sie zu laden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>and {value:,} older</source>
   <translation>und {value:,} ältere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>being judged</source>
   <translation>wird beurteilt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>judged here</source>
   <translation>hier beurteilt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_part.py" />
   <source>not judged</source>
   <translation>nicht beurteilt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_state.py" />
   <source> and {more:,} more</source>
   <translation> und {more:,} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_state.py" />
   <source>Files without a page that tells what they are</source>
   <translation>Dateien ohne eine Seite, die sagt, was sie sind</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_state.py" />
   <source>Its gates are run by job {id}; then it can be promoted.</source>
   <translation>Ihre Hürden laufen in Auftrag {id}; dann kann sie befördert werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_state.py" />
   <source>Judging it failed: {error}</source>
   <translation>Das Beurteilen misslang: {error}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_state.py" />
   <source>No gate has run yet: name the data it answers for, and it can be promoted.</source>
   <translation>Noch lief keine Hürde: nennen Sie die Daten, auf die sie antwortet, und sie kann befördert werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/outside_state.py" />
   <source>logged by MLflow, registered by {get}</source>
   <translation>von MLflow festgehalten, registriert von {get}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/page.py" />
   <source>no champion yet</source>
   <translation>noch kein Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_sheet.py" />
   <source>Note for the audit log</source>
   <translation>Notiz für das Prüfprotokoll</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_sheet.py" />
   <source>Numbers and gates</source>
   <translation>Zahlen und Hürden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_sheet.py" />
   <source>Prior</source>
   <translation>Vorige</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_sheet.py" />
   <source>Promote v{number} anyway</source>
   <translation>v{number} trotzdem befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_sheet.py" />
   <source>Rehearsal</source>
   <translation>Generalprobe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_sheet.py" />
   <source>Run the gates again</source>
   <translation>Hürden noch einmal laufen lassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_sheet.py" />
   <source>The champion keeps serving.</source>
   <translation>Der Champion antwortet weiter.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_sheet.py" />
   <source>When you promote</source>
   <translation>Wenn Sie befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_sheet.py" />
   <source>Why now</source>
   <translation>Warum jetzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_sheet.py" />
   <source>Why promote it although a gate failed</source>
   <translation>Warum befördern, obwohl eine Hürde gerissen ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source> than the {against}</source>
   <translation> als {against}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>A gate failed. Ask an approver to promote it anyway.</source>
   <translation>Eine Hürde ist gerissen. Bitten Sie jemanden, der freigeben darf, trotzdem zu befördern.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Better{than} on {list}.</source>
   <translation>Besser{than} bei {list}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Files that are being scored finish first</source>
   <translation>Dateien, die gerade beantwortet werden, enden zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Gates {old}, and data came since.</source>
   <translation>Hürden {old}, und seither kamen Daten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>It is the first champion</source>
   <translation>Es ist der erste Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Its gates compared it with {against}, not with the champion of now.</source>
   <translation>Seine Hürden verglichen es mit {against}, nicht mit dem Champion von jetzt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Its gates have not run.</source>
   <translation>Seine Hürden sind nicht gelaufen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>No difference{replace}</source>
   <translation>Kein Unterschied{replace}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>No restart; requests in flight finish on v{number}</source>
   <translation>Kein Neustart; laufende Anfragen enden auf v{number}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Nothing serves this model yet</source>
   <translation>Noch antwortet nirgends dieses Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Predictions of files and monitoring use v{number} from then on</source>
   <translation>Vorhersagen für Dateien und die Überwachung benutzen von da an v{number}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Promote anyway…</source>
   <translation>Trotzdem befördern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Promote v{number}</source>
   <translation>v{number} befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Promote {label} to champion</source>
   <translation>{label} zum Champion befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Propose v{number}</source>
   <translation>v{number} vorschlagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Recorded as {display}, {role}</source>
   <translation>Festgehalten als {display}, {role}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Roll back is one click on Models</source>
   <translation>Zurücknehmen ist ein Klick auf Modelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>The difference</source>
   <translation>Der Unterschied</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>There is nothing to go back to</source>
   <translation>Es gibt nichts, worauf zurückzugehen wäre</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>There was nothing to compare it with.</source>
   <translation>Es gab nichts, womit zu vergleichen war.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>This model needs two people: you propose, another promotes.</source>
   <translation>Dieses Modell braucht zwei Personen: Sie schlagen vor, eine andere befördert.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>Worse{than} on {list}.</source>
   <translation>Schlechter{than} bei {list}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>You</source>
   <translation>Sie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>You proposed it. Another person promotes it.</source>
   <translation>Sie haben es vorgeschlagen. Eine andere Person befördert es.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>are {n_days} old</source>
   <translation>sind {n_days} alt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>day</source>
   <translation>Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>days</source>
   <translation>Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>gate</source>
   <translation>Hürde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>gates</source>
   <translation>Hürden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>higher is better</source>
   <translation>höher ist besser</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>lower is better</source>
   <translation>niedriger ist besser</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>made it</source>
   <translation>machte es</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>proposed it</source>
   <translation>schlug es vor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>ran today</source>
   <translation>liefen heute</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>v{number} stays ready</source>
   <translation>v{number} bleibt bereit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>without a note</source>
   <translation>ohne Notiz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>{label} is champion already.</source>
   <translation>{label} ist schon Champion.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>{name} begins to answer with {label}</source>
   <translation>{name} beginnt, mit {label} zu antworten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>{name} switches to {label}</source>
   <translation>{name} wechselt zu {label}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>{name} uses {label} from the next file</source>
   <translation>{name} benutzt {label} ab der nächsten Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/promotion_state.py" />
   <source>{on}, the same {rows:,} rows for both, 95% interval</source>
   <translation>{on}, dieselben {rows:,} Zeilen für beide, 95-%-Intervall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source> It stood beside v{against}.</source>
   <translation> Sie stand neben v{against}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>Both versions decide on the last 50,000 rows that were answered or stored, before anything is promoted.</source>
   <translation>Beide Versionen entscheiden über die letzten 50.000 Zeilen, die beantwortet oder gespeichert wurden, bevor etwas befördert wird.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>Decision</source>
   <translation>Entscheidung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>Money by direction of the flip</source>
   <translation>Geld nach Richtung des Kippens</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>Money {on}</source>
   <translation>Geld {on}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>Pushed most by</source>
   <translation>Am meisten verschoben durch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>Rehearse</source>
   <translation>Proben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>Rehearse again</source>
   <translation>Noch einmal proben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>Rows to open</source>
   <translation>Zeilen zum Öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>Score, from one to the other</source>
   <translation>Antwort, von der einen zur anderen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>Share of decisions that flip</source>
   <translation>Anteil der Entscheidungen, die kippen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>What followed</source>
   <translation>Was folgte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>costs   earns</source>
   <translation>kostet   bringt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>largest change first</source>
   <translation>größte Änderung zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>over {n_rows} with a known outcome, 95% interval</source>
   <translation>über {n_rows} mit bekanntem Ausgang, 95-%-Intervall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>share that flips</source>
   <translation>Anteil, der kippt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/rehearsal_part.py" />
   <source>{flow_words}. A decision is {rule}.</source>
   <translation>{flow_words}. Eine Entscheidung ist {rule}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/score_change_part.py" />
   <source>A row: its identifier, or its number</source>
   <translation>Eine Zeile: ihr Schlüssel oder ihre Nummer</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/score_change_part.py" />
   <source>Asking both versions…</source>
   <translation>Beide Versionen werden gefragt…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/score_change_part.py" />
   <source>Both</source>
   <translation>Beide</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/score_change_part.py" />
   <source>Explain</source>
   <translation>Erklären</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/score_change_part.py" />
   <source>Part of the data</source>
   <translation>Teil der Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/score_change_part.py" />
   <source>Part of the model</source>
   <translation>Teil des Modells</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/score_change_part.py" />
   <source>What each column did</source>
   <translation>Was jede Spalte tat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/score_change_part.py" />
   <source>Whole change</source>
   <translation>Ganze Änderung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/score_change_part.py" />
   <source>Why did this score change?</source>
   <translation>Warum änderte sich diese Antwort?</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/score_change_part.py" />
   <source>by column, data and model</source>
   <translation>nach Spalte, Daten und Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>By scripts</source>
   <translation>Von Skripten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>Classifier</source>
   <translation>Klassifikation</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>How large is {target}?</source>
   <translation>Wie groß ist {target}?</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>Is {target} yes or no?</source>
   <translation>Ist {target} ja oder nein?</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>No champion yet</source>
   <translation>Noch kein Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>Not judged yet</source>
   <translation>Noch nicht beurteilt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>Predicts {target}.</source>
   <translation>Sagt {target} vorher.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>Registered by scripts. No version of it was judged on data here yet.</source>
   <translation>Von Skripten registriert. Noch wurde keine Version davon hier auf Daten beurteilt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>Regressor</source>
   <translation>Regression</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>There is no model {wanted}.</source>
   <translation>Es gibt kein Modell {wanted}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>Which {target} is it?</source>
   <translation>Welches {target} ist es?</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>open alert</source>
   <translation>offene Warnung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>open alerts</source>
   <translation>offene Warnungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>{chosen} has no version {number}.</source>
   <translation>{chosen} hat keine Version {number}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/state.py" />
   <source>{get} Learned from {dataset}.</source>
   <translation>{get} Gelernt aus {dataset}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/told_state.py" />
   <source>; scores are {distance:.4f} apart on average</source>
   <translation>; Antworten liegen im Mittel {distance:.4f} auseinander</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/told_state.py" />
   <source>Of {n_rows:,} rows {right} and {wrong}{apart}.</source>
   <translation>Von {n_rows:,} Zeilen {right} und {wrong}{apart}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/told_state.py" />
   <source>became right</source>
   <translation>wurde richtig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/told_state.py" />
   <source>became wrong</source>
   <translation>wurde falsch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/told_state.py" />
   <source>different rows</source>
   <translation>verschiedene Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/told_state.py" />
   <source>learned from</source>
   <translation>gelernt aus</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/told_state.py" />
   <source>{n_better:,} became right</source>
   <translation>{n_better:,} wurden richtig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/version_rows.py" />
   <source> of {limit}</source>
   <translation> von {limit}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/version_rows.py" />
   <source>, limit {plain}</source>
   <translation>, Grenze {plain}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/version_rows.py" />
   <source>Becomes the first champion.</source>
   <translation>Wird der erste Champion.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/version_rows.py" />
   <source>Rejected</source>
   <translation>Abgelehnt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/version_rows.py" />
   <source>Retired</source>
   <translation>Abgelöst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/version_rows.py" />
   <source>Takes over from v{number}. You can roll back at any time.</source>
   <translation>Übernimmt von v{number}. Sie können jederzeit zurück.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/version_rows.py" />
   <source>{n_rows} rows, the same for both.</source>
   <translation>{n_rows} Zeilen, dieselben für beide.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/view.py" />
   <source>Export v{number}…</source>
   <translation>v{number} ausgeben…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/view.py" />
   <source>Promotion needs two people</source>
   <translation>Eine Beförderung braucht zwei Personen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/view.py" />
   <source>Reading the registry</source>
   <translation>Das Register wird gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/view.py" />
   <source>Took back: {kind} v{version}</source>
   <translation>Zurückgenommen: {kind} v{version}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/view.py" />
   <source>Train a model</source>
   <translation>Modell trainieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/view.py" />
   <source>Train on a dataset and register the best run, or let a watched folder do it.</source>
   <translation>Trainieren Sie auf einem Datensatz und registrieren Sie den besten Lauf, oder lassen Sie es einen beobachteten Ordner tun.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/view.py" />
   <source>Your models will stand here</source>
   <translation>Ihre Modelle werden hier stehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/view.py" />
   <source>{label} is champion</source>
   <translation>{label} ist Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/view.py" />
   <source>{label} is champion again</source>
   <translation>{label} ist wieder Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/models/view.py" />
   <source>{label} is rejected</source>
   <translation>{label} ist abgelehnt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/accept_sheet.py" />
   <source>Accept as normal</source>
   <translation>Als normal annehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/accept_sheet.py" />
   <source>Accept as the new normal</source>
   <translation>Als neues Normal annehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/accept_sheet.py" />
   <source>For example: the new tariff is here to stay</source>
   <translation>Zum Beispiel: der neue Tarif bleibt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/accept_sheet.py" />
   <source>One line, kept with the reference.</source>
   <translation>Eine Zeile, aufgehoben mit dem Vergleich.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/accept_sheet.py" />
   <source>Why it is to stay</source>
   <translation>Warum es bleiben soll</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/accept_sheet.py" />
   <source>{model}: rows from {look} up to the newest seen become what later rows are compared with, and the drift alerts over them are closed. It can be undone.</source>
   <translation>{model}: die Zeilen von {look} bis zu den neuesten werden das, womit spätere verglichen werden, und die Drift-Warnungen darüber werden geschlossen. Es lässt sich rückgängig machen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/alerts.py" />
   <source>Close the alert</source>
   <translation>Warnung schließen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/alerts.py" />
   <source>Closed</source>
   <translation>Geschlossen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/alerts.py" />
   <source>Close…</source>
   <translation>Schließen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/alerts.py" />
   <source>Critical</source>
   <translation>Kritisch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/alerts.py" />
   <source>For example: a new carrier flies since May; the model was retrained</source>
   <translation>Zum Beispiel: seit Mai fliegt eine neue Gesellschaft; das Modell wurde neu trainiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/alerts.py" />
   <source>Incident {incident}</source>
   <translation>Vorfall {incident}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/alerts.py" />
   <source>One line. It opens again if the same is found in newer data.</source>
   <translation>Eine Zeile. Er öffnet sich wieder, wenn dasselbe in neueren Daten gefunden wird.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/alerts.py" />
   <source>Warning</source>
   <translation>Warnung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/alerts.py" />
   <source>What came of it</source>
   <translation>Was daraus wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/alerts.py" />
   <source>{integer} open, {n} closed</source>
   <translation>{integer} offen, {n} geschlossen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board.py" />
   <source>Filter models, such as churn critical</source>
   <translation>Modelle filtern, etwa churn critical</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board.py" />
   <source>Input</source>
   <translation>Eingabe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board.py" />
   <source>Largest PSI</source>
   <translation>Größter PSI</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board.py" />
   <source>Models, worst first</source>
   <translation>Modelle, schlechteste zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board.py" />
   <source>Open alerts</source>
   <translation>Offene Warnungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board.py" />
   <source>Worth</source>
   <translation>Wert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>1 needs a look</source>
   <translation>1 muss angesehen werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>Drifted</source>
   <translation>Gedriftet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>Look</source>
   <translation>Ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>No champion</source>
   <translation>Kein Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>No new data</source>
   <translation>Keine neuen Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>models</source>
   <translation>Modelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>none needs a look</source>
   <translation>keines muss angesehen werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>not looked at yet</source>
   <translation>noch nicht angesehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>{integer} need a look</source>
   <translation>{integer} müssen angesehen werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/board_state.py" />
   <source>{n_drifted:.0f} of {n_columns:.0f} drifted</source>
   <translation>{n_drifted:.0f} von {n_columns:.0f} gedriftet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>Chance alone</source>
   <translation>Nur Zufall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>Chi-squared</source>
   <translation>Chi-Quadrat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>Effect on predictions</source>
   <translation>Wirkung auf Vorhersagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>Gone values</source>
   <translation>Verschwundene Werte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>Wasserstein, in SD</source>
   <translation>Wasserstein, in SD</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>drifted in {n_drifted} of {n_looks}</source>
   <translation>gedriftet in {n_drifted} von {n_looks}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>look</source>
   <translation>Blick</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>looks</source>
   <translation>Blicke</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>not in this data</source>
   <translation>nicht in diesen Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>training data</source>
   <translation>Trainingsdaten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell.py" />
   <source>training data of v{versions}</source>
   <translation>Trainingsdaten von v{versions}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>, limit {decimal}</source>
   <translation>, Grenze {decimal}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>A rule of its own, tried on what was</source>
   <translation>Eine eigene Regel, ausprobiert an dem, was war</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Accept as normal…</source>
   <translation>Als normal annehmen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Alert me when…</source>
   <translation>Mich warnen, wenn…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Close the alert…</source>
   <translation>Warnung schließen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Columns together</source>
   <translation>Spalten zusammen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Earlier look</source>
   <translation>Früherer Blick</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>For 2 weeks, with a reason</source>
   <translation>Für 2 Wochen, mit einem Grund</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Later look</source>
   <translation>Späterer Blick</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Listen to this column again</source>
   <translation>Wieder auf diese Spalte hören</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Mute this column…</source>
   <translation>Diese Spalte stumm schalten…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>New reference from {label}</source>
   <translation>Neuer Vergleich ab {label}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Not drifted: what changed may be chance, or is too small.</source>
   <translation>Nicht gedriftet: was sich änderte, kann Zufall sein oder ist zu klein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>On all data there is</source>
   <translation>Auf allen Daten, die da sind</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>On data up to {until}</source>
   <translation>Auf Daten bis {until}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>PSI in {period}{limit}</source>
   <translation>PSI in {period}{limit}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>PSI of {column}</source>
   <translation>PSI von {column}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Reading this look's distributions.</source>
   <translation>Die Verteilungen dieses Blicks werden gelesen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Retrain {model}</source>
   <translation>{model} neu trainieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Say what came of it</source>
   <translation>Sagen, was daraus wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>The data of {label}</source>
   <translation>Die Daten von {label}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>The distributions of this look were not kept.</source>
   <translation>Die Verteilungen dieses Blicks wurden nicht aufgehoben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>They came with no version of the data, so they can't be opened there or accepted as normal.</source>
   <translation>Sie kamen ohne Version der Daten, darum können sie dort nicht geöffnet und nicht als normal angenommen werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/cell_inspector.py" />
   <source>Where the rows came from</source>
   <translation>Woher die Zeilen kamen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source> a day</source>
   <translation> am Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>, dashed where estimated without labels</source>
   <translation>, gestrichelt, wo ohne Labels geschätzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>, drifted</source>
   <translation>, gedriftet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>Business value</source>
   <translation>Geschäftswert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>Chunks…</source>
   <translation>Abschnitte…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>Compare with</source>
   <translation>Vergleichen mit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>Costs, or a figure by day</source>
   <translation>Kosten, oder eine Zahl je Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>Input drift</source>
   <translation>Drift der Eingaben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>Look by file, day, week, month or rows</source>
   <translation>Nach Datei, Tag, Woche, Monat oder Zeilen ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>Measured</source>
   <translation>Gemessen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>No rows have come with the answer yet. Once they do, how right the champion is stands here, beside what it was when it was validated.</source>
   <translation>Noch kamen keine Zeilen mit der Antwort. Sobald sie kommen, steht hier, wie richtig der Champion liegt, neben dem, was bei seiner Validierung war.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>PSI not known</source>
   <translation>PSI nicht bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>PSI {decimal}</source>
   <translation>PSI {decimal}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>Prediction drift</source>
   <translation>Drift der Vorhersagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>Predictions PSI {decimal}</source>
   <translation>PSI der Vorhersagen {decimal}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>Show all {integer} columns</source>
   <translation>Alle {integer} Spalten zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>by {unit}, with 95% intervals</source>
   <translation>nach {unit}, mit 95-%-Intervallen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>champion over candidate, each against the answers on its own hold-out</source>
   <translation>Champion über Kandidat, jeder gegen die Antworten auf seinen zurückgehaltenen Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>each {unit} against {against}</source>
   <translation>jeder {unit} gegen {against}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>no labels yet</source>
   <translation>noch keine Labels</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>the champion's answers against those on its hold-out</source>
   <translation>die Antworten des Champions gegen die auf seinen zurückgehaltenen Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>the training data of that champion</source>
   <translation>die Trainingsdaten dieses Champions</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>those of candidate v{versions} PSI {said}</source>
   <translation>die von Kandidat v{versions} PSI {said}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>what no column tells alone, in multiples of its limit</source>
   <translation>was keine Spalte allein sagt, in Vielfachen der Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/charts.py" />
   <source>what the answers were worth{a_day}, by {unit}{unit2}{dashes}</source>
   <translation>was die Antworten wert waren{a_day}, nach {unit}{unit2}{dashes}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>A chunk is what is looked at together: one point of the charts, one cell of the map. What was seen so far is cut anew from the rows that are stored. It can be undone.</source>
   <translation>Ein Abschnitt ist, was zusammen angesehen wird: ein Punkt der Bilder, eine Zelle der Karte. Was bisher gesehen wurde, wird aus den gespeicherten Zeilen neu geschnitten. Es lässt sich rückgängig machen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Chunks of {model}</source>
   <translation>Abschnitte von {model}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Cut by</source>
   <translation>Schneiden nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Cut by file</source>
   <translation>Nach Datei schneiden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Cut by {said}</source>
   <translation>Nach {said} schneiden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Day</source>
   <translation>Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Each file that came is a chunk, however many rows it has.</source>
   <translation>Jede Datei, die kam, ist ein Abschnitt, wie viele Zeilen sie auch hat.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Month</source>
   <translation>Monat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Number of rows</source>
   <translation>Anzahl der Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Rows are counted as they came, whichever file they were in.</source>
   <translation>Zeilen werden gezählt, wie sie kamen, in welcher Datei sie auch waren.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Rows go to the day of their time; late ones go to the day they are of.</source>
   <translation>Zeilen gehen zum Tag ihrer Zeit; verspätete zu dem Tag, von dem sie sind.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Rows go to the month of their time; late ones too.</source>
   <translation>Zeilen gehen zum Monat ihrer Zeit; verspätete auch.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Rows go to the week of their time, from Monday; late ones too.</source>
   <translation>Zeilen gehen zur Woche ihrer Zeit, ab Montag; verspätete auch.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Rows in a chunk</source>
   <translation>Zeilen in einem Abschnitt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/chunk_sheet.py" />
   <source>Week</source>
   <translation>Woche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/commands.py" />
   <source> on data up to {until}</source>
   <translation> auf Daten bis {until}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/commands.py" />
   <source>Alert rules of {model}</source>
   <translation>Warnregeln von {model}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/commands.py" />
   <source>Chunks of {model}…</source>
   <translation>Abschnitte von {model}…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/commands.py" />
   <source>New alert rule</source>
   <translation>Neue Warnregel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/commands.py" />
   <source>Save as a report…</source>
   <translation>Als Bericht speichern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/commands.py" />
   <source>Show the drift map as a table</source>
   <translation>Die Driftkarte als Tabelle zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/commands.py" />
   <source>What {model} is worth…</source>
   <translation>Was {model} wert ist…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/distribution.py" />
   <source>Training data</source>
   <translation>Trainingsdaten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/distribution.py" />
   <source>{name}: {labels} moved most, from {reference} to {current}.</source>
   <translation>{name}: {labels} verschob sich am meisten, von {reference} auf {current}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/drift_map.py" />
   <source>times the limit</source>
   <translation>mal die Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>, estimated</source>
   <translation>, geschätzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>As before</source>
   <translation>Wie zuvor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Estimated</source>
   <translation>Geschätzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Estimated in its range</source>
   <translation>Geschätzt im üblichen Bereich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Estimated past its limit</source>
   <translation>Geschätzt jenseits der Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>In its range</source>
   <translation>Im üblichen Bereich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Input data</source>
   <translation>Eingabedaten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Less than before</source>
   <translation>Weniger als zuvor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Moved</source>
   <translation>Verschoben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Near its limit</source>
   <translation>Nahe der Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>No drift</source>
   <translation>Keine Drift</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>None of {n_all} drifted</source>
   <translation>Keine von {n_all} gedriftet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Not known</source>
   <translation>Nicht bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Not tied</source>
   <translation>Nicht verbunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Not tied to a value</source>
   <translation>Mit keinem Wert verbunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Not valued</source>
   <translation>Nicht bewertet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Not valued yet</source>
   <translation>Noch nicht bewertet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Predictions</source>
   <translation>Vorhersagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Stable</source>
   <translation>Stabil</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>Worse than validated</source>
   <translation>Schlechter als validiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>estimated, {words} to {words2}</source>
   <translation>geschätzt, {words} bis {words2}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>in its range</source>
   <translation>im üblichen Bereich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>in the first look</source>
   <translation>beim ersten Blick</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>limit {words}, from v{number}'s validation</source>
   <translation>Grenze {words}, aus der Validierung von v{number}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>no answers were kept</source>
   <translation>keine Antworten wurden aufgehoben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>no labels have come yet</source>
   <translation>noch kamen keine Labels</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>no limit is known</source>
   <translation>keine Grenze ist bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>no look has labels or days for it</source>
   <translation>kein Blick hat dafür Labels oder Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>past its limit</source>
   <translation>jenseits der Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>tie costs or a figure to it</source>
   <translation>Kosten oder eine Zahl damit verbinden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>{n_drifted} of {n_all} drifted</source>
   <translation>{n_drifted} von {n_all} gedriftet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>{value}, worse</source>
   <translation>{value}, schlechter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/facts.py" />
   <source>{way} {change} on the looks before</source>
   <translation>{way} {change} gegenüber den Blicken davor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source> with one cause</source>
   <translation> mit einer Ursache</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source>Earlier ones like it</source>
   <translation>Frühere wie er</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source>Error</source>
   <translation>Fehler</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source>Incident {id}: {title}</source>
   <translation>Vorfall {id}: {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source>Its alerts belong to another incident now.</source>
   <translation>Seine Warnungen gehören jetzt zu einem anderen Vorfall.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source>Likely cause</source>
   <translation>Wahrscheinliche Ursache</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source>None of this model.</source>
   <translation>Keine von diesem Modell.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source>The first alert</source>
   <translation>Die erste Warnung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source>What kind of change it is was not found out.</source>
   <translation>Welche Art Änderung es ist, wurde nicht gefunden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source>alert</source>
   <translation>Warnung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cards.py" />
   <source>alerts</source>
   <translation>Warnungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>, estimated.</source>
   <translation>, geschätzt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>How much of a loss each column explains is not known: </source>
   <translation>Wie viel eines Verlusts jede Spalte erklärt, ist nicht bekannt: </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>No alert of this incident names a column.</source>
   <translation>Keine Warnung dieses Vorfalls nennt eine Spalte.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>The distributions of these rows were not kept.</source>
   <translation>Die Verteilungen dieser Zeilen wurden nicht aufgehoben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>What each did to {split}: {loss_words} before, </source>
   <translation>Was jede mit {split} tat: {loss_words} vorher, </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>What {name} looked like was not kept.</source>
   <translation>Wie {name} aussah, wurde nicht aufgehoben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>its alerts belong to another incident.</source>
   <translation>seine Warnungen gehören zu einem anderen Vorfall.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>more column</source>
   <translation>weitere Spalte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>more columns</source>
   <translation>weitere Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>no more is lost than before, or it could be neither measured nor estimated.</source>
   <translation>es geht nicht mehr verloren als vorher, oder es ließ sich weder messen noch schätzen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>not explained</source>
   <translation>nicht erklärt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>these rows</source>
   <translation>diese Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/cause_telling.py" />
   <source>training data of v{version}</source>
   <translation>Trainingsdaten von v{version}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/close_sheet.py" />
   <source>Close incident {id}</source>
   <translation>Vorfall {id} schließen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/close_sheet.py" />
   <source>Close the incident</source>
   <translation>Vorfall schließen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/close_sheet.py" />
   <source>For example: the feed sent pence instead of pounds</source>
   <translation>Zum Beispiel: die Quelle sandte Pence statt Pfund</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/close_sheet.py" />
   <source>Keep as gate</source>
   <translation>Als Hürde behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/close_sheet.py" />
   <source>Keep as gate for all later candidates</source>
   <translation>Als Hürde für alle späteren Kandidaten behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/close_sheet.py" />
   <source>Kept already.</source>
   <translation>Schon behalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/close_sheet.py" />
   <source>Kept, and switched off.</source>
   <translation>Behalten, und ausgeschaltet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/close_sheet.py" />
   <source>One line. Whoever sees the same again reads it.</source>
   <translation>Eine Zeile. Wer dasselbe wieder sieht, liest sie.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/close_sheet.py" />
   <source>Reading the past files for what gives its files away.</source>
   <translation>Die früheren Dateien werden gelesen: was verrät seine Dateien?</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/close_sheet.py" />
   <source>{title}. Its open alerts are closed with it. It can be undone.</source>
   <translation>{title}. Seine offenen Warnungen werden mit ihm geschlossen. Es lässt sich rückgängig machen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Close incident…</source>
   <translation>Vorfall schließen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>End the snooze</source>
   <translation>Zurückstellen beenden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Every later candidate is judged by it.</source>
   <translation>Jeder spätere Kandidat wird danach beurteilt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>First diagnosis</source>
   <translation>Erste Untersuchung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Listen to {column} again</source>
   <translation>Wieder auf {column} hören</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Mute {column}…</source>
   <translation>{column} stumm schalten…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>New reference from {accept_from} on</source>
   <translation>Neuer Vergleich ab {accept_from}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Nobody</source>
   <translation>Niemand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Nobody yet</source>
   <translation>Noch niemand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Off Home for a while</source>
   <translation>Eine Weile nicht auf der Startseite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Owner</source>
   <translation>Zuständig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Retrain on all rows</source>
   <translation>Auf allen Zeilen neu trainieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Roll back to v{roll_back_to}</source>
   <translation>Auf v{roll_back_to} zurücknehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Snooze</source>
   <translation>Zurückstellen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Switched off.</source>
   <translation>Ausgeschaltet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>The worker has not looked at its rows, or there are none.</source>
   <translation>Der Worker hat seine Zeilen nicht angesehen, oder es gibt keine.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>There is no former champion to roll back to.</source>
   <translation>Es gibt keinen früheren Champion, zu dem es zurückginge.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/inspector.py" />
   <source>Without its rows: {means}</source>
   <translation>Ohne seine Zeilen: {means}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/row_cards.py" />
   <source>Affected slices</source>
   <translation>Betroffene Teilmengen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/row_cards.py" />
   <source>Example rows</source>
   <translation>Beispielzeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/row_cards.py" />
   <source>Open the rows</source>
   <translation>Zeilen öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/row_cards.py" />
   <source>Reading the rows.</source>
   <translation>Die Zeilen werden gelesen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/rows_loading.py" />
   <source>Judged on the others of v{number}; proposes a candidate</source>
   <translation>Beurteilt auf den anderen von v{number}; schlägt einen Kandidaten vor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/rows_loading.py" />
   <source>Label {n_rows}</source>
   <translation>{n_rows} Labels geben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/rows_loading.py" />
   <source>Retrain without {n_rows}</source>
   <translation>Ohne {n_rows} neu trainieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/rows_loading.py" />
   <source>Set {name} aside</source>
   <translation>{name} beiseitelegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/rows_loading.py" />
   <source>its files</source>
   <translation>seine Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/rows_loading.py" />
   <source>most changed first</source>
   <translation>am meisten geänderte zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/rows_loading.py" />
   <source>those that lose most first</source>
   <translation>die am meisten verlieren, zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/rows_telling.py" />
   <source>no change</source>
   <translation>keine Änderung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/rows_telling.py" />
   <source>the share of wrong answers</source>
   <translation>der Anteil falscher Antworten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/rows_telling.py" />
   <source>{told}, worst first</source>
   <translation>{told}, schlechteste zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>, from data up to {day}</source>
   <translation>, aus Daten bis {day}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>, nobody's yet</source>
   <translation>, noch niemand zuständig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>, owned by {owner}</source>
   <translation>, zuständig {owner}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>, was {words}</source>
   <translation>, war {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>Closed by {by} on {day}: {outcome}</source>
   <translation>Geschlossen von {by} am {day}: {outcome}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>Closed by {by}: {reason}</source>
   <translation>Geschlossen von {by}: {reason}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>Incident {id}, open for {words}{whose}</source>
   <translation>Vorfall {id}, offen seit {words}{whose}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>Incident {id}. {ended}</source>
   <translation>Vorfall {id}. {ended}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>It began with v{version}; v{number} serves now</source>
   <translation>Es begann mit v{version}; jetzt antwortet v{number}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>It costs</source>
   <translation>Es kostet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>It serves again at once; can be undone</source>
   <translation>Er antwortet sofort wieder; lässt sich rückgängig machen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>No rows have come with the answer yet.</source>
   <translation>Noch kamen keine Zeilen mit der Antwort.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>Not certain</source>
   <translation>Nicht sicher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>On data up to {until}; proposes a candidate</source>
   <translation>Auf Daten bis {until}; schlägt einen Kandidaten vor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>Open since {day}</source>
   <translation>Offen seit {day}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>Open since {opened_at}</source>
   <translation>Offen seit {opened_at}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>Predictions affected</source>
   <translation>Betroffene Vorhersagen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>Snoozed</source>
   <translation>Zurückgestellt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>The model's measure is not known here.</source>
   <translation>Das Maß des Modells ist hier nicht bekannt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>estimated, no labels yet</source>
   <translation>geschätzt, noch keine Labels</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>its measure is not known here</source>
   <translation>sein Maß ist hier nicht bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>less than a day</source>
   <translation>weniger als einem Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>limit {limit}</source>
   <translation>Grenze {limit}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>measured, {words} to {words2}</source>
   <translation>gemessen, {words} bis {words2}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>no label or day came for it</source>
   <translation>dafür kam kein Label und kein Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>no labels have come, and it can't be estimated</source>
   <translation>keine Labels kamen, und es lässt sich nicht schätzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>no look at rows since</source>
   <translation>seither kein Blick auf Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>no rows could be told apart</source>
   <translation>keine Zeilen ließen sich unterscheiden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>the first diagnosis is not there</source>
   <translation>die erste Untersuchung ist nicht da</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>tie costs or a figure to the model</source>
   <translation>verbinden Sie Kosten oder eine Zahl mit dem Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>when it was noticed</source>
   <translation>als es bemerkt wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>{n_looks} at new rows since</source>
   <translation>seither {n_looks} auf neue Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/telling.py" />
   <source>{note}: not certain</source>
   <translation>{note}: nicht sicher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view.py" />
   <source>Close incident {id}…</source>
   <translation>Vorfall {id} schließen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view.py" />
   <source>Copy the incident's link</source>
   <translation>Link des Vorfalls kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view.py" />
   <source>Incident {id}</source>
   <translation>Vorfall {id}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view.py" />
   <source>Link copied</source>
   <translation>Link kopiert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view.py" />
   <source>Reading the incident</source>
   <translation>Der Vorfall wird gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view.py" />
   <source>Roll back {model} to v{roll_back_to}</source>
   <translation>{model} auf v{roll_back_to} zurücknehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view.py" />
   <source>{name}, incident {id}</source>
   <translation>{name}, Vorfall {id}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>1 week</source>
   <translation>1 Woche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>Incident {key}</source>
   <translation>Vorfall {key}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>Incident {key} is closed</source>
   <translation>Vorfall {key} ist geschlossen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>It is nobody's now</source>
   <translation>Zuständig ist jetzt niemand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>It is snoozed no more</source>
   <translation>Er ist nicht mehr zurückgestellt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>It is {get}'s now</source>
   <translation>Zuständig ist jetzt {get}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>Later candidates pass this gate</source>
   <translation>Spätere Kandidaten müssen diese Hürde nehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>No rule speaks of {column} now</source>
   <translation>Keine Regel spricht jetzt von {column}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>Retraining {model} is job {job_id}</source>
   <translation>{model} neu zu trainieren ist Auftrag {job_id}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>Rules speak of {column} again</source>
   <translation>Regeln sprechen wieder von {column}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>Snoozed for {words}</source>
   <translation>Zurückgestellt für {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>The feed is set aside</source>
   <translation>Die Quelle ist beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>The gate is off</source>
   <translation>Die Hürde ist aus</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>The past files can't be read: {message}</source>
   <translation>Die früheren Dateien können nicht gelesen werden: {message}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>The rows can't be read: {message}</source>
   <translation>Die Zeilen können nicht gelesen werden: {message}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>What was seen is compared anew</source>
   <translation>Was gesehen wurde, wird neu verglichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>{name} is rolled back</source>
   <translation>{name} ist zurückgenommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/incidents/view_model.py" />
   <source>{words} and kept as a gate</source>
   <translation>{words} und als Hürde behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/loading.py" />
   <source>It may be of another workspace.</source>
   <translation>Sie gehört vielleicht zu einem anderen Arbeitsbereich.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/loading.py" />
   <source>There is no alert {alert_id}.</source>
   <translation>Es gibt keine Warnung {alert_id}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/loading.py" />
   <source>{title}: {count} are known, from {days} to {days2}.</source>
   <translation>{title}: {count} sind bekannt, von {days} bis {days2}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>2 weeks</source>
   <translation>2 Wochen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>A month</source>
   <translation>Ein Monat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>A week</source>
   <translation>Eine Woche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>For example: the sensor is replaced on Friday</source>
   <translation>Zum Beispiel: der Sensor wird am Freitag ersetzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>How long</source>
   <translation>Wie lange</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>Mute the column</source>
   <translation>Spalte stumm schalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>Mute {column}</source>
   <translation>{column} stumm schalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>No alert rule of {model} speaks of {column} meanwhile. It is measured and drawn as before. It can be undone.</source>
   <translation>Keine Warnregel von {model} spricht inzwischen von {column}. Sie wird gemessen und gezeichnet wie zuvor. Es lässt sich rückgängig machen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>One line, kept in Activity and shown beside the column.</source>
   <translation>Eine Zeile, aufgehoben in der Aktivität und neben der Spalte gezeigt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>Until I listen again</source>
   <translation>Bis ich wieder höre</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/mute_sheet.py" />
   <source>Why nobody wants to hear of it</source>
   <translation>Warum niemand davon hören will</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/page.py" />
   <source>Alert rule</source>
   <translation>Warnregel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/page.py" />
   <source>Show the alert rules</source>
   <translation>Warnregeln zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/references.py" />
   <source>the period before</source>
   <translation>der Zeitraum davor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/references.py" />
   <source>the same season before</source>
   <translation>dieselbe Jahreszeit davor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/references.py" />
   <source>the training data</source>
   <translation>die Trainingsdaten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/references.py" />
   <source>{words}, the new normal</source>
   <translation>{words}, das neue Normal</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>180 days</source>
   <translation>180 Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>How many days count</source>
   <translation>Wie viele Tage zählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>Time machine</source>
   <translation>Zeitmaschine</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>Use</source>
   <translation>Benutzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>before a real fall</source>
   <translation>vor einem echten Einbruch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>how many alerts each would have given</source>
   <translation>wie viele Warnungen jede gegeben hätte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>no fall</source>
   <translation>kein Einbruch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>real fall</source>
   <translation>echter Einbruch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>without one</source>
   <translation>ohne einen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>{limit_words}: {n}, {integer} before a fall</source>
   <translation>{limit_words}: {n}, {integer} vor einem Einbruch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>{n_false} without a fall</source>
   <translation>{n_false} ohne Einbruch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/cards.py" />
   <source>{n_matched} before a real fall</source>
   <translation>{n_matched} vor einem echten Einbruch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>A day is written as 2026-05-01.</source>
   <translation>Ein Tag wird geschrieben als 2026-05-01.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>Alerts of {model} are held against its real falls: days on which the value it brings stayed clearly under what it was. It can be undone.</source>
   <translation>Warnungen von {model} werden an seinen echten Einbrüchen gemessen: Tagen, an denen der Wert, den es bringt, deutlich unter dem blieb, was er war. Es lässt sich rückgängig machen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>Change it</source>
   <translation>Ändern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>Days of {model} on which it did fall, or on which it did not although it looks so. Alerts are held against them. It can be undone.</source>
   <translation>Tage von {model}, an denen es einbrach, oder an denen es das nicht tat, obwohl es so aussieht. Warnungen werden daran gemessen. Es lässt sich rückgängig machen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>For so many days</source>
   <translation>So viele Tage lang</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>It ends before it begins.</source>
   <translation>Es endet, bevor es beginnt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>It was a real fall</source>
   <translation>Es war ein echter Einbruch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>It was none</source>
   <translation>Es war keiner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>Mark a real fall by hand</source>
   <translation>Einen echten Einbruch von Hand eintragen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>Mark these days</source>
   <translation>Diese Tage eintragen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>Of what it was.</source>
   <translation>Von dem, was er war.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>Or more.</source>
   <translation>Oder mehr.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>The first day.</source>
   <translation>Der erste Tag.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>The last day.</source>
   <translation>Der letzte Tag.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>Their mean.</source>
   <translation>Ihr Mittel.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>Value under, in %</source>
   <translation>Wert darunter, in %</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>What counts as a real fall</source>
   <translation>Was als echter Einbruch zählt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>What it was</source>
   <translation>Was es war</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/fall_sheets.py" />
   <source>What it was: the last weeks</source>
   <translation>Was er war: die letzten Wochen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/inspector.py" />
   <source>Mark one by hand…</source>
   <translation>Einen von Hand eintragen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/inspector.py" />
   <source>Replayed alerts</source>
   <translation>Durchgespielte Warnungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/inspector.py" />
   <source>When it alerts</source>
   <translation>Wann sie warnt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/inspector.py" />
   <source>newest first; a click marks it in the chart</source>
   <translation>neueste zuerst; ein Klick zeigt sie im Bild</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/inspector.py" />
   <source>{value} older ones are in the chart.</source>
   <translation>{value} ältere stehen im Bild.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/limit_track.py" />
   <source>Alerts by limit</source>
   <translation>Warnungen nach Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/limit_track.py" />
   <source>Alerts by limit: nothing known yet.</source>
   <translation>Warnungen nach Grenze: noch nichts bekannt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/limit_track.py" />
   <source>Before a real fall</source>
   <translation>Vor einem echten Einbruch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/limit_track.py" />
   <source>From {n_alerts} at {say} to {n_alerts2} at {say2}; {tip}.</source>
   <translation>Von {n_alerts} bei {say} bis {n_alerts2} bei {say2}; {tip}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/rule_list.py" />
   <source>, changed and not saved</source>
   <translation>, geändert und nicht gespeichert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/rule_list.py" />
   <source>Alert rules</source>
   <translation>Warnregeln</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/rule_list.py" />
   <source>Every model</source>
   <translation>Jedes Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/rule_list.py" />
   <source>Of which model</source>
   <translation>Von welchem Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>18:00 to 08:00</source>
   <translation>18:00 bis 08:00</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>22:00 to 06:00, or none</source>
   <translation>22:00-06:00, oder none (keine)</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>A rule has a name.</source>
   <translation>Eine Regel hat einen Namen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Alerts from {say} on</source>
   <translation>Warnt ab {say}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Columns moved together</source>
   <translation>Spalten zusammen verschoben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Data is late</source>
   <translation>Daten verspätet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Few rows</source>
   <translation>Wenige Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>How long it lasts</source>
   <translation>Wie lange es dauert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>How often</source>
   <translation>Wie oft</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Input moved</source>
   <translation>Eingabe verschoben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Many rows</source>
   <translation>Viele Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Name of the column</source>
   <translation>Name der Spalte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Nobody is told from {quiet} to {quiet2}; they hear of it after that.</source>
   <translation>Niemandem wird von {quiet} bis {quiet2} etwas gesagt; danach erfahren sie es.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>People are told at any hour.</source>
   <translation>Es wird zu jeder Stunde gesagt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Predictions moved</source>
   <translation>Vorhersagen verschoben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Say in two or three words what it looks for.</source>
   <translation>Sagen Sie in zwei oder drei Wörtern, wonach sie sucht.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Severity</source>
   <translation>Schwere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>The measure</source>
   <translation>Das Maß</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Two or three words</source>
   <translation>Zwei oder drei Wörter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Value falls</source>
   <translation>Wert fällt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>What is watched</source>
   <translation>Was beobachtet wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Which one</source>
   <translation>Welche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Which rows</source>
   <translation>Welche Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>Whom it tells</source>
   <translation>Wem sie es sagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>a column</source>
   <translation>eine Spalte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>critical</source>
   <translation>kritisch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>is worse</source>
   <translation>ist schlechter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>nobody</source>
   <translation>niemand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>over its limit</source>
   <translation>über der Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>over the usual</source>
   <translation>über dem Üblichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>under its limit</source>
   <translation>unter der Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>under the usual</source>
   <translation>unter dem Üblichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>warning</source>
   <translation>Warnung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/sentence.py" />
   <source>{name} as well</source>
   <translation>auch {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/state.py" />
   <source>1 year</source>
   <translation>1 Jahr</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/state.py" />
   <source>90 days</source>
   <translation>90 Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source> No business value is known, so it is the model's own measure that counts.</source>
   <translation> Kein Geschäftswert ist bekannt, darum zählt das eigene Maß des Modells.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source> · off</source>
   <translation> · aus</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>A fall marked by hand</source>
   <translation>Ein von Hand eingetragener Einbruch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>About one alert every {n_days}.</source>
   <translation>Etwa eine Warnung alle {n_days}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Goes by</source>
   <translation>Richtet sich nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Missed: {lower}</source>
   <translation>Verpasst: {lower}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>No fall</source>
   <translation>Kein Einbruch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>No number decides: it alerts where rows of then and of now can be told apart by all columns together, beyond chance.</source>
   <translation>Keine Zahl entscheidet: sie warnt, wo Zeilen von damals und von jetzt über alle Spalten zusammen unterscheidbar sind, mehr als durch Zufall.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>No number decides: it alerts where the drift report calls a column drifted, by its effect and its evidence over all columns.</source>
   <translation>Keine Zahl entscheidet: sie warnt, wo der Drift-Bericht eine Spalte gedriftet nennt, nach ihrer Wirkung und den Belegen über alle Spalten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>No number decides: it alerts where the interval now and the one at validation no longer meet.</source>
   <translation>Keine Zahl entscheidet: sie warnt, wo das Intervall jetzt und das bei der Validierung sich nicht mehr berühren.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Nothing was looked at yet: the time machine begins with the first look.</source>
   <translation>Noch wurde nichts angesehen: die Zeitmaschine beginnt mit dem ersten Blick.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Opens</source>
   <translation>Öffnet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Over the usual times</source>
   <translation>Über dem Üblichen, mal</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Performance fell {size}</source>
   <translation>Die Leistung fiel um {size}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Reading what was measured of {model}</source>
   <translation>Es wird gelesen, was an {model} gemessen wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Replaying</source>
   <translation>Wird durchgespielt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Somebody changed this rule meanwhile: saving puts your settings in place of theirs.</source>
   <translation>Jemand hat diese Regel inzwischen geändert: Speichern setzt Ihre Einstellungen an die Stelle der anderen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Somebody removed this rule meanwhile.</source>
   <translation>Jemand hat diese Regel inzwischen entfernt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Under</source>
   <translation>Unter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Under the usual times</source>
   <translation>Unter dem Üblichen, mal</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>Value fell {lost} a day</source>
   <translation>Der Wert fiel um {lost} am Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>all {n} that are stored</source>
   <translation>alle {n}, die gespeichert sind</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>an incident</source>
   <translation>einen Vorfall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>every model</source>
   <translation>jedes Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>no channel</source>
   <translation>kein Kanal</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>not past {value}</source>
   <translation>nicht über {value} hinaus</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>real falls</source>
   <translation>echte Einbrüche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>still open</source>
   <translation>noch offen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>the last {n}</source>
   <translation>die letzten {n}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>this rule on {days} of {model}</source>
   <translation>diese Regel über {days} von {model}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>{n_found} of {n_real_falls} told of.</source>
   <translation>{n_found} von {n_real_falls} gemeldet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>{said} the same day</source>
   <translation>{said} am selben Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>{said}, begun {apart} before</source>
   <translation>{said}, begonnen {apart} vorher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/telling.py" />
   <source>{said}, {apart} later</source>
   <translation>{said}, {apart} später</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/time_machine.py" />
   <source>What the rule reads</source>
   <translation>Was die Regel liest</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/time_machine.py" />
   <source>over the limit</source>
   <translation>über der Grenze</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/time_machine.py" />
   <source>what the rule reads</source>
   <translation>was die Regel liest</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>A rule that Tidemill brings can only be switched off</source>
   <translation>Eine Regel, die Tidemill mitbringt, kann nur ausgeschaltet werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Change what counts as a real fall…</source>
   <translation>Ändern, was als echter Einbruch zählt…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Changed, not saved</source>
   <translation>Geändert, nicht gespeichert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Copy this rule to a new one</source>
   <translation>Diese Regel in eine neue kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Copy to a new rule</source>
   <translation>In eine neue Regel kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Discard</source>
   <translation>Verwerfen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Discard what was changed</source>
   <translation>Änderungen verwerfen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Drag the limit here or in the chart. Nothing is sent while you try.</source>
   <translation>Ziehen Sie die Grenze hier oder im Bild. Beim Ausprobieren wird nichts gesendet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>More for this rule</source>
   <translation>Mehr zu dieser Regel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Not saved yet</source>
   <translation>Noch nicht gespeichert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Nothing is sent while you try.</source>
   <translation>Beim Ausprobieren wird nichts gesendet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>On</source>
   <translation>An</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Reading the alert rules</source>
   <translation>Die Warnregeln werden gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Save rule</source>
   <translation>Regel speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Send a test</source>
   <translation>Probe senden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Send a test of this rule's channels</source>
   <translation>Eine Probe an die Kanäle dieser Regel senden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Switch the rule off</source>
   <translation>Regel ausschalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view.py" />
   <source>Switch the rule on</source>
   <translation>Regel einschalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view_model.py" />
   <source>Falls are found anew</source>
   <translation>Einbrüche werden neu gefunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view_model.py" />
   <source>Marked as a real fall</source>
   <translation>Als echter Einbruch eingetragen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view_model.py" />
   <source>Marked as no fall</source>
   <translation>Als kein Einbruch eingetragen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view_model.py" />
   <source>No channel would carry it</source>
   <translation>Kein Kanal würde es tragen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view_model.py" />
   <source>Only this window and the desktop tell it: nothing else to try</source>
   <translation>Nur dieses Fenster und der Desktop sagen es: sonst ist nichts auszuprobieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view_model.py" />
   <source>Took back: {getattr}</source>
   <translation>Zurückgenommen: {getattr}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view_model.py" />
   <source>{name} (copy)</source>
   <translation>{name} (Kopie)</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view_model.py" />
   <source>“{name}” is removed</source>
   <translation>„{name}“ ist entfernt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view_model.py" />
   <source>“{name}” is saved</source>
   <translation>„{name}“ ist gespeichert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/rules/view_model.py" />
   <source>“{name}” watches now</source>
   <translation>„{name}“ wacht jetzt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source> Its training data end on {day}.</source>
   <translation> Seine Trainingsdaten enden am {day}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>, still so on {day}</source>
   <translation>, immer noch so am {day}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>4 weeks</source>
   <translation>4 Wochen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>6 months</source>
   <translation>6 Monate</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>8 weeks</source>
   <translation>8 Wochen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>Add to {dataset}</source>
   <translation>Zu {dataset} hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>Alert: {label}</source>
   <translation>Warnung: {label}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>From data up to {day}</source>
   <translation>Aus Daten bis {day}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>Models are watched here</source>
   <translation>Hier werden Modelle überwacht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>No new data since {label} was promoted</source>
   <translation>Keine neuen Daten, seit {label} befördert wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>Once a model has a champion, every new version of its data is compared with what it learned from, and its answers with the truth.</source>
   <translation>Sobald ein Modell einen Champion hat, wird jede neue Version seiner Daten mit dem verglichen, woraus er lernte, und seine Antworten mit der Wahrheit.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>Open {name}</source>
   <translation>{name} öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>Watching begins when a version is promoted. Register a run and promote it.</source>
   <translation>Die Überwachung beginnt, wenn eine Version befördert wird. Registrieren Sie einen Lauf und befördern Sie ihn.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>Worth {float}{guessed}</source>
   <translation>Wert {float}{guessed}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>labels for {share} of the rows</source>
   <translation>Labels für {share} der Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>v{number} is champion{since}.{until} The next rows added to {dataset} are compared with them here.</source>
   <translation>v{number} ist Champion{since}.{until} Die nächsten Zeilen, die zu {dataset} hinzukommen, werden hier damit verglichen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>{n_drifted} of {max} columns drifted</source>
   <translation>{n_drifted} von {max} Spalten gedriftet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/state.py" />
   <source>{name} has no champion yet</source>
   <translation>{name} hat noch keinen Champion</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/times.py" />
   <source>, answered</source>
   <translation>, beantwortet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>A figure by day</source>
   <translation>Eine Zahl je Tag</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>A unit over the truth costs</source>
   <translation>Eine Einheit über der Wahrheit kostet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>A unit under the truth costs</source>
   <translation>Eine Einheit unter der Wahrheit kostet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Add the days</source>
   <translation>Tage hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>As the column is called</source>
   <translation>Wie die Spalte heißt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>CSV, Parquet or Excel: a date, a figure.</source>
   <translation>CSV, Parquet oder Excel: ein Datum, eine Zahl.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Column of dates</source>
   <translation>Spalte der Daten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Column of the figure</source>
   <translation>Spalte der Zahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Costs of its answers</source>
   <translation>Kosten seiner Antworten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Counted in</source>
   <translation>Gezählt in</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Days that are known already are replaced by those of the file.</source>
   <translation>Schon bekannte Tage werden durch die der Datei ersetzt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Decided {classes} from a probability of</source>
   <translation>Entschieden {classes} ab einer Wahrscheinlichkeit von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>File of days</source>
   <translation>Datei der Tage</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Found by itself</source>
   <translation>Von selbst gefunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>It decides between {n} classes, more than fit here: what each answer costs is given on the command line. A figure from a file of days can be added here.</source>
   <translation>Es entscheidet zwischen {n} Klassen, mehr als hier Platz haben: was jede Antwort kostet, wird auf der Befehlszeile gesagt. Eine Zahl aus einer Datei von Tagen lässt sich hier hinzufügen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>It was {name}</source>
   <translation>Es war {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Keep the costs</source>
   <translation>Kosten behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Less of it is better</source>
   <translation>Weniger davon ist besser</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Money stands beside every alert and over time once it is known what answers cost, or a figure of the business by day. Either can be undone.</source>
   <translation>Geld steht neben jeder Warnung und über die Zeit, sobald bekannt ist, was Antworten kosten, oder eine Zahl des Geschäfts je Tag. Beides lässt sich rückgängig machen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Such as £</source>
   <translation>Etwa €</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>Take the costs away</source>
   <translation>Kosten wegnehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>What a row costs for each unit the answer is off; an empty field costs nothing.</source>
   <translation>Was eine Zeile für jede Einheit kostet, um die die Antwort danebenliegt; ein leeres Feld kostet nichts.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>What a row costs; what earns money is below zero, an empty field costs nothing.</source>
   <translation>Was eine Zeile kostet; was Geld bringt, ist kleiner als null, ein leeres Feld kostet nichts.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>What it is tied to</source>
   <translation>Womit es verbunden ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/value_sheet.py" />
   <source>What {model} is worth</source>
   <translation>Was {model} wert ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/view.py" />
   <source>Alert rules of this model</source>
   <translation>Warnregeln dieses Modells</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/view.py" />
   <source>Period</source>
   <translation>Zeitraum</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/view.py" />
   <source>Reading what was measured</source>
   <translation>Es wird gelesen, was gemessen wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/view.py" />
   <source>Save as a report</source>
   <translation>Als Bericht speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/view_model.py" />
   <source>, as before</source>
   <translation>, wie zuvor</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/view_model.py" />
   <source>Its rows are looked at by {words}{said}</source>
   <translation>Seine Zeilen werden nach {words} angesehen{said}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/view_model.py" />
   <source>No rule speaks of {column}{until}</source>
   <translation>Keine Regel spricht von {column}{until}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/view_model.py" />
   <source>Retraining {name} is job {job_id}</source>
   <translation>{name} neu zu trainieren ist Auftrag {job_id}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/view_model.py" />
   <source>The alert is closed</source>
   <translation>Die Warnung ist geschlossen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/view_model.py" />
   <source>What was seen is valued anew</source>
   <translation>Was gesehen wurde, wird neu bewertet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/wholes.py" />
   <source>Given away by {told}.</source>
   <translation>Verraten durch {told}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/wholes.py" />
   <source>PCA errors</source>
   <translation>PCA-Fehler</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/wholes.py" />
   <source>Rows of this data that stand out most: {told}.</source>
   <translation>Zeilen dieser Daten, die am meisten herausstechen: {told}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/wholes.py" />
   <source>They go together as before.</source>
   <translation>Sie gehen zusammen wie zuvor.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/wholes.py" />
   <source>old from new</source>
   <translation>alt von neu</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/pages/monitoring/wholes.py" />
   <source>words of</source>
   <translation>Wörter von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_asked.py" />
   <source> in the first rows</source>
   <translation> in den ersten Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_asked.py" />
   <source>, and {value} more</source>
   <translation>, und {value} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_asked.py" />
   <source>Day first</source>
   <translation>Tag zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_asked.py" />
   <source>Keep it as text</source>
   <translation>Als Text behalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_asked.py" />
   <source>Month first</source>
   <translation>Monat zuerst</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_asked.py" />
   <source>None in the first rows; the rest is still to be read.</source>
   <translation>Keine in den ersten Zeilen; der Rest ist noch zu lesen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_asked.py" />
   <source>Rows that do not fit</source>
   <translation>Zeilen, die nicht passen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_asked.py" />
   <source>{word} {line:,} does not fit{more}{where}</source>
   <translation>{word} {line:,} passt nicht{more}{where}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>A later file is all rows</source>
   <translation>Eine spätere Datei ist alle Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>A new dataset</source>
   <translation>Ein neuer Datensatz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>As detected</source>
   <translation>Wie erkannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>As found</source>
   <translation>Wie gefunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Bar</source>
   <translation>Senkrechter Strich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Comma</source>
   <translation>Komma</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Dates, {said}</source>
   <translation>Daten, {said}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Encoding</source>
   <translation>Kodierung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Goes to</source>
   <translation>Geht nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>It takes the place of {rows:,} rows as v{value}.</source>
   <translation>Sie tritt als v{value} an die Stelle von {rows:,} Zeilen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Its rows are added: version v{value} of {name}.</source>
   <translation>Ihre Zeilen werden hinzugefügt: Version v{value} von {name}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Later files add rows</source>
   <translation>Spätere Dateien fügen Zeilen hinzu</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Name of the new dataset</source>
   <translation>Name des neuen Datensatzes</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Read as</source>
   <translation>Lesen als</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Semicolon</source>
   <translation>Semikolon</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Sheet or table</source>
   <translation>Blatt oder Tabelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Tab</source>
   <translation>Tabulator</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Text as it stands</source>
   <translation>Text, wie er dasteht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>Values parted by</source>
   <translation>Werte getrennt durch</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_choices.py" />
   <source>{name} says so; change it on its Schema tab.</source>
   <translation>{name} sagt es so; ändern Sie es auf dem Reiter Schema.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_sheet.py" />
   <source>Add it</source>
   <translation>Hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_sheet.py" />
   <source>Read it again</source>
   <translation>Noch einmal lesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_sheet.py" />
   <source>Reads, checks and adds it in the background. You can close this window.</source>
   <translation>Liest, prüft und fügt sie im Hintergrund hinzu. Sie können dieses Fenster schließen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>; no column is new</source>
   <translation>; keine Spalte ist neu</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>; {n_columns} new</source>
   <translation>; {n_columns} neu</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>Add {name}</source>
   <translation>{name} hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>Answer the question first.</source>
   <translation>Beantworten Sie erst die Frage.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>Choose what becomes of the rows that do not fit.</source>
   <translation>Wählen Sie, was aus den Zeilen wird, die nicht passen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>Give the new dataset a name.</source>
   <translation>Geben Sie dem neuen Datensatz einen Namen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>January February March April May June July August September October November December</source>
   <translation>Januar Februar März April Mai Juni Juli August September Oktober November Dezember</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>Leave it to the checks</source>
   <translation>Den Prüfungen überlassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>Read the column as text</source>
   <translation>Spalte als Text lesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>Set such rows aside</source>
   <translation>Solche Zeilen beiseitelegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>Stop at the first</source>
   <translation>Beim ersten anhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>few broken rows stay out, a new column of both is text</source>
   <translation>wenige gebrochene Zeilen bleiben draußen, eine neue Spalte aus beidem ist Text</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>new in {name}</source>
   <translation>neu in {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>not in this file</source>
   <translation>nicht in dieser Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>nothing is added, the line is named</source>
   <translation>nichts wird hinzugefügt, die Zeile wird genannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>rows cut wrongly still stay out</source>
   <translation>falsch geteilte Zeilen bleiben trotzdem draußen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>stays as it stands there</source>
   <translation>bleibt, wie es dasteht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>the first rows hold {kinds}</source>
   <translation>die ersten Zeilen enthalten {kinds}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>the others are added</source>
   <translation>die anderen werden hinzugefügt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_state.py" />
   <source>{name} waits for you</source>
   <translation>{name} wartet auf Sie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_tables.py" />
   <source>, all of them known</source>
   <translation>, alle davon bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_tables.py" />
   <source>, first {most_columns} columns</source>
   <translation>, erste {most_columns} Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_tables.py" />
   <source>, {n_new} new</source>
   <translation>, {n_new} neu</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_tables.py" />
   <source>First rows</source>
   <translation>Erste Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/add_tables.py" />
   <source>First values</source>
   <translation>Erste Werte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/adding.py" />
   <source>Importing {name}</source>
   <translation>{name} wird eingelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/dataset_choice.py" />
   <source>Choose a dataset</source>
   <translation>Datensatz wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_rows.py" />
   <source>What if {name}</source>
   <translation>Was wäre, wenn {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>A row: its identifier, or its number as #12</source>
   <translation>Eine Zeile: ihr Schlüssel, oder ihre Nummer als #12</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>Back to the row</source>
   <translation>Zurück zur Zeile</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>Distance</source>
   <translation>Abstand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>Explained for</source>
   <translation>Erklärt für</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>Rows like it</source>
   <translation>Zeilen wie sie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>Values</source>
   <translation>Werte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>What became of it</source>
   <translation>Was daraus wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>What each column of a row did, what would be said otherwise, and rows learned from that are like it.</source>
   <translation>Was jede Spalte einer Zeile tat, was sonst gesagt würde, und gelernte Zeilen, die ihr ähneln.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>Why does {who} say so?</source>
   <translation>Warum sagt {who} das?</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>other column</source>
   <translation>andere Spalte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_sheet.py" />
   <source>other columns</source>
   <translation>andere Spalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_state.py" />
   <source>Probability of {outputs} {decimal}</source>
   <translation>Wahrscheinlichkeit von {outputs} {decimal}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_state.py" />
   <source>beyond what was {words}</source>
   <translation>jenseits dessen, was {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_state.py" />
   <source>never seen in training</source>
   <translation>im Training nie gesehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_state.py" />
   <source>personal, so not shown</source>
   <translation>personenbezogen, darum nicht gezeigt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explain_state.py" />
   <source>seen in training: {lowest} to {highest}</source>
   <translation>im Training gesehen: {lowest} bis {highest}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/explaining.py" />
   <source>Explain a prediction…</source>
   <translation>Eine Vorhersage erklären…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/export_sheet.py" />
   <source>Choose a version</source>
   <translation>Version wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/export_sheet.py" />
   <source>Export a model</source>
   <translation>Modell ausgeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/export_sheet.py" />
   <source>Export {only}</source>
   <translation>{only} ausgeben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/export_sheet.py" />
   <source>Form</source>
   <translation>Form</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/export_sheet.py" />
   <source>It is held against the model on stored rows first, and on rows made up to be odd. One answer otherwise and nothing is written.</source>
   <translation>Es wird erst auf gespeicherten und auf ausgedachten, ungewöhnlichen Zeilen neben das Modell gehalten. Eine andere Antwort, und nichts wird geschrieben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/export_sheet.py" />
   <source>The folder {parent} is made.</source>
   <translation>Der Ordner {parent} wird angelegt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/export_sheet.py" />
   <source>Written to</source>
   <translation>Geschrieben nach</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/export_sheet.py" />
   <source>You may close this; it is written all the same.</source>
   <translation>Sie dürfen dies schließen; es wird trotzdem geschrieben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/export_sheet.py" />
   <source>{name} is there already and is replaced.</source>
   <translation>{name} ist schon da und wird ersetzt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/export_sheet.py" />
   <source>{name} is written, {result}</source>
   <translation>{name} ist geschrieben, {result}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/exporting.py" />
   <source>{name} is written</source>
   <translation>{name} ist geschrieben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/lineage_panel.py" />
   <source>Begin here</source>
   <translation>Hier beginnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/lineage_panel.py" />
   <source>Search the lineage</source>
   <translation>Herkunft durchsuchen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/lineage_panel.py" />
   <source>What is known</source>
   <translation>Was bekannt ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/model_sheet.py" />
   <source>A pickle is loaded only on your word.</source>
   <translation>Ein Pickle wird nur auf Ihr Wort geladen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/model_sheet.py" />
   <source>A process of its own loads it once, looks up nothing but these parts, and keeps the model as skops.</source>
   <translation>Ein eigener Prozess lädt sie einmal, schlägt nichts als diese Teile nach und hebt das Modell als skops auf.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/model_sheet.py" />
   <source>I trust who made this file: it may be loaded</source>
   <translation>Ich vertraue dem, der diese Datei gemacht hat: sie darf geladen werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/model_sheet.py" />
   <source>Import as a model</source>
   <translation>Als Modell einlesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/model_sheet.py" />
   <source>It was read without being loaded: nothing in it was run.</source>
   <translation>Sie wurde gelesen, ohne geladen zu werden: nichts darin wurde ausgeführt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/model_sheet.py" />
   <source>Say which model, and which data it answers for.</source>
   <translation>Sagen Sie, welches Modell, und auf welche Daten es antwortet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/preparing.py" />
   <source>A name that stands already gets its next version.</source>
   <translation>Ein Name, den es schon gibt, bekommt seine nächste Version.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/preparing.py" />
   <source>Kept as a version of its own; it can be undone.</source>
   <translation>Als eigene Version aufgehoben; es lässt sich rückgängig machen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/preparing.py" />
   <source>Other trainings can prepare their columns as {run_name} did.</source>
   <translation>Andere Trainings können ihre Spalten vorbereiten wie {run_name}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/preparing.py" />
   <source>Saved the preparation {label}.</source>
   <translation>Die Vorbereitung {label} ist gespeichert.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/preparing.py" />
   <source>Share a preparation</source>
   <translation>Vorbereitung teilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/preparing.py" />
   <source>Share its preparation…</source>
   <translation>Seine Vorbereitung teilen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/preparing.py" />
   <source>Training with the new preparation has started.</source>
   <translation>Das Training mit der neuen Vorbereitung hat begonnen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>All {n} of {source}</source>
   <translation>Alle {n} von {source}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Asks in the background, and keeps the query to run it again.</source>
   <translation>Fragt im Hintergrund und hebt die Abfrage auf, um sie wieder auszuführen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Choose a SQLite file</source>
   <translation>SQLite-Datei wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Database</source>
   <translation>Datenbank</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Each time</source>
   <translation>Jedes Mal</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Each time it runs</source>
   <translation>Jedes Mal, wenn sie läuft</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>First {n} of {source}</source>
   <translation>Erste {n} von {source}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>From a database</source>
   <translation>Aus einer Datenbank</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Goes into this computer's keyring, never into the workspace. Empty: the one kept before.</source>
   <translation>Kommt in den Schlüsselbund dieses Rechners, nie in den Arbeitsbereich. Leer: das zuvor aufgehobene.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Its rows are added</source>
   <translation>Ihre Zeilen werden hinzugefügt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Password</source>
   <translation>Passwort</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Show the first rows</source>
   <translation>Erste Zeilen zeigen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Take the rows in</source>
   <translation>Zeilen aufnehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>The answer is all rows</source>
   <translation>Die Antwort ist alle Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>The query gives no rows</source>
   <translation>Die Abfrage gibt keine Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>The rows that a query gives become a version of a dataset. The database is only read.</source>
   <translation>Die Zeilen, die eine Abfrage gibt, werden eine Version eines Datensatzes. Die Datenbank wird nur gelesen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>URL of the database</source>
   <translation>URL der Datenbank</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/query_sheet.py" />
   <source>Write the URL of the database.</source>
   <translation>Schreiben Sie die URL der Datenbank.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_draft.py" />
   <source>A measure counts no number.</source>
   <translation>Ein Maß zählt keine Zahl.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_draft.py" />
   <source>Give an amount.</source>
   <translation>Geben Sie einen Betrag ein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_draft.py" />
   <source>Give the rule a name.</source>
   <translation>Geben Sie der Regel einen Namen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_draft.py" />
   <source>No answer costs anything yet.</source>
   <translation>Noch kostet keine Antwort etwas.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_draft.py" />
   <source>Type a number over 0.</source>
   <translation>Geben Sie eine Zahl über 0 ein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source> said to be </source>
   <translation> gesagt als </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>A gain of</source>
   <translation>Ein Gewinn von</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>Cost of {replace}</source>
   <translation>Kosten von {replace}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>Costs in money</source>
   <translation>Kosten in Geld</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>Counts</source>
   <translation>Zählt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>Each model at its cheapest threshold</source>
   <translation>Jedes Modell an seiner billigsten Schwelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>Each unit {truth}</source>
   <translation>Jede Einheit {truth}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>Name of the rule</source>
   <translation>Name der Regel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>Truth, said to be</source>
   <translation>Wahrheit, gesagt als</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>Weigh another</source>
   <translation>Ein weiteres wiegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>Weigh it no more</source>
   <translation>Nicht mehr wiegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>What costs are in</source>
   <translation>Worin Kosten gezählt sind</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/rule_form.py" />
   <source>chosen on other rows</source>
   <translation>gewählt auf anderen Zeilen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>A new model</source>
   <translation>Ein neues Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>Choose the column</source>
   <translation>Spalte wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>Choose the data</source>
   <translation>Daten wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>Class that counts as yes</source>
   <translation>Klasse, die als ja zählt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>Columns in the order it takes them</source>
   <translation>Spalten in der Reihenfolge, in der es sie nimmt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>It is judged there on rows that the champion of today did not learn from, and becomes a candidate with its gates run. It predicts, serves and is watched as any other; it can't be retrained or exported.</source>
   <translation>Es wird dort auf Zeilen beurteilt, aus denen der heutige Champion nicht lernte, und wird ein Kandidat mit gelaufenen Hürden. Es sagt vorher, antwortet und wird überwacht wie jedes andere; es kann nicht neu trainiert oder ausgegeben werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>It predicts</source>
   <translation>Es sagt vorher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>Judged on</source>
   <translation>Beurteilt auf</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>Make it a version of a model too</source>
   <translation>Auch zu einer Version eines Modells machen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>Name of the new model</source>
   <translation>Name des neuen Modells</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>Of two classes; optional</source>
   <translation>Bei zwei Klassen; freiwillig</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/version_wish.py" />
   <source>Where it names none.</source>
   <translation>Wo es keine nennt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watch_sheet.py" />
   <source>Checks and drift are looked at; nothing is trained.</source>
   <translation>Prüfungen und Drift werden angesehen; nichts wird trainiert.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watch_sheet.py" />
   <source>Choose a folder.</source>
   <translation>Wählen Sie einen Ordner.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watch_sheet.py" />
   <source>Each file that is complete there is read, checked and added once, in the background.</source>
   <translation>Jede Datei, die dort vollständig ist, wird im Hintergrund gelesen, geprüft und einmal hinzugefügt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watch_sheet.py" />
   <source>Files already there are taken in as well, in the order of their names.</source>
   <translation>Dateien, die schon da sind, werden auch aufgenommen, in der Reihenfolge ihrer Namen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watch_sheet.py" />
   <source>If every gate passes it becomes champion; undo stays.</source>
   <translation>Wenn jede Hürde genommen ist, wird es Champion; zurück geht es jederzeit.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watch_sheet.py" />
   <source>No model has learned from this dataset yet. Choose one later under Automations.</source>
   <translation>Aus diesem Datensatz hat noch kein Modell gelernt. Wählen Sie später eines unter Automatiken.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watch_sheet.py" />
   <source>The model is retrained and validated; a person promotes it.</source>
   <translation>Das Modell wird neu trainiert und validiert; eine Person befördert es.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watch_sheet.py" />
   <source>Watch this folder</source>
   <translation>Diesen Ordner beobachten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watch_sheet.py" />
   <source>With new files</source>
   <translation>Mit neuen Dateien</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watch_sheet.py" />
   <source>only add the files</source>
   <translation>nur die Dateien hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/watching.py" />
   <source>{name} is watched.</source>
   <translation>{name} wird beobachtet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/worst_slices_panel.py" />
   <source>95% together</source>
   <translation>95 % zusammen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/worst_slices_panel.py" />
   <source>Against the rest</source>
   <translation>Gegen den Rest</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/worst_slices_panel.py" />
   <source>Candidates of {model} pass a gate more: not worse on these slices</source>
   <translation>Kandidaten von {model} nehmen eine Hürde mehr: auf diesen Teilmengen nicht schlechter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/worst_slices_panel.py" />
   <source>Look again</source>
   <translation>Noch einmal suchen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/worst_slices_panel.py" />
   <source>Look for them</source>
   <translation>Danach suchen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/worst_slices_panel.py" />
   <source>Make a gate of it</source>
   <translation>Eine Hürde daraus machen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/worst_slices_panel.py" />
   <source>Register the run: a gate is of a model's candidates.</source>
   <translation>Registrieren Sie den Lauf: eine Hürde gehört zu den Kandidaten eines Modells.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/worst_slices_panel.py" />
   <source>Which parts of the rows held out, by one column or by two, a run does surely worse on than on the rest. Nobody has looked yet.</source>
   <translation>Auf welchen Teilen der zurückgehaltenen Zeilen, nach einer Spalte oder zweien, ein Lauf sicher schlechter ist als auf dem Rest. Noch hat niemand nachgesehen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/sheets/worst_slices_panel.py" />
   <source>Worst slices</source>
   <translation>Schlechteste Teilmengen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/adding.py" />
   <source>Adding {what} to {dataset}</source>
   <translation>{what} wird zu {dataset} hinzugefügt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/adding.py" />
   <source>Asked {model} for its predictions</source>
   <translation>{model} nach Vorhersagen gefragt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/adding.py" />
   <source>could not be read</source>
   <translation>konnte nicht gelesen werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/adding.py" />
   <source>the file</source>
   <translation>die Datei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/adding.py" />
   <source>was set aside</source>
   <translation>wurde beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/adding.py" />
   <source>{dataset} v{number} is there, {n_new_rows}</source>
   <translation>{dataset} v{number} ist da, {n_new_rows}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/adding.py" />
   <source>{n_files} for {dataset} were set aside</source>
   <translation>{n_files} für {dataset} wurden beiseitegelegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/adding.py" />
   <source>{name} waits for an answer</source>
   <translation>{name} wartet auf eine Antwort</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/bell.py" />
   <source>nothing unread</source>
   <translation>nichts ungelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/deeds.py" />
   <source>Incident {incident_id} is snoozed for 1 day</source>
   <translation>Vorfall {incident_id} ist für 1 Tag zurückgestellt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/deeds.py" />
   <source>The model is rolled back to v{to}</source>
   <translation>Das Modell ist auf v{to} zurückgenommen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/popover.py" />
   <source>Everything</source>
   <translation>Alles</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/popover.py" />
   <source>For you</source>
   <translation>Für Sie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/popover.py" />
   <source>Looking…</source>
   <translation>Wird angesehen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/popover.py" />
   <source>Mark all read</source>
   <translation>Alle als gelesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/popover.py" />
   <source>Nothing to tell you.</source>
   <translation>Nichts zu sagen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/popover.py" />
   <source>Nothing was told yet.</source>
   <translation>Noch wurde nichts gesagt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/popover.py" />
   <source>The notices can't be read: {failure}</source>
   <translation>Die Meldungen können nicht gelesen werden: {failure}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/popover.py" />
   <source>What reaches you, and how</source>
   <translation>Was Sie erreicht, und wie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/rows.py" />
   <source>Good news, or over</source>
   <translation>Gute Nachricht, oder vorbei</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/rows.py" />
   <source>Needs you</source>
   <translation>Braucht Sie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/rows.py" />
   <source>Unread. </source>
   <translation>Ungelesen. </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/state.py" />
   <source>Also sent to: {names}</source>
   <translation>Auch gesendet an: {names}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/state.py" />
   <source>Review</source>
   <translation>Prüfen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/state.py" />
   <source>See the job</source>
   <translation>Auftrag ansehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/state.py" />
   <source>Sent nowhere else</source>
   <translation>Sonst nirgendwohin gesendet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/state.py" />
   <source>Today</source>
   <translation>Heute</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/centre/state.py" />
   <source>Yesterday</source>
   <translation>Gestern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>A job is at work</source>
   <translation>Ein Auftrag ist in Arbeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>Half-made, and kept for you as it is: {names}.</source>
   <translation>Halb fertig, und für Sie aufgehoben, wie es ist: {names}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>Keep it running</source>
   <translation>Weiterlaufen lassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>No worker is there to do it: it waits until one is started.</source>
   <translation>Kein Worker ist da, der es tut: es wartet, bis einer gestartet wird.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>Stay</source>
   <translation>Bleiben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>Stop all of it</source>
   <translation>Alles anhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>Stop it</source>
   <translation>Anhalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>You can close the window: the worker goes on, and tells you when it is done.</source>
   <translation>Sie können das Fenster schließen: der Worker macht weiter und sagt Ihnen, wenn es fertig ist.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>a job waits</source>
   <translation>ein Auftrag wartet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>has begun</source>
   <translation>hat begonnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>{n_at_work} jobs are at work</source>
   <translation>{n_at_work} Aufträge sind in Arbeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>{n_waiting} jobs wait</source>
   <translation>{n_waiting} Aufträge warten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/closing_sheet.py" />
   <source>{share}, about {about_} left</source>
   <translation>{share}, noch etwa {about_}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/commands.py" />
   <source>Do</source>
   <translation>Tun</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/dropping.py" />
   <source> on one of these</source>
   <translation> auf eine davon fallen lassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/dropping.py" />
   <source>Add </source>
   <translation>Hinzufügen: </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/dropping.py" />
   <source>Drop </source>
   <translation>Ziehen: </translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/dropping.py" />
   <source>Looking where it fits…</source>
   <translation>Es wird angesehen, wohin es passt…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/dropping.py" />
   <source>Pasted</source>
   <translation>Eingefügt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/dropping.py" />
   <source>Tables ({patterns});;Models ({models});;All files (*)</source>
   <translation>Tabellen ({patterns});;Modelle ({models});;Alle Dateien (*)</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/file_saving.py" />
   <source>Can't write {name}: {lower}.</source>
   <translation>{name} kann nicht geschrieben werden: {lower}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/file_saving.py" />
   <source>Can't write {name}: {parent} may not be written to.</source>
   <translation>{name} kann nicht geschrieben werden: in {parent} darf nicht geschrieben werden.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/file_saving.py" />
   <source>Choose another folder, or ask whoever owns it.</source>
   <translation>Wählen Sie einen anderen Ordner, oder fragen Sie, wem er gehört.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/file_saving.py" />
   <source>Choose another name.</source>
   <translation>Wählen Sie einen anderen Namen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/file_saving.py" />
   <source>Is the disk full, or was it taken out? Save it again elsewhere.</source>
   <translation>Ist die Platte voll, oder wurde sie entfernt? Speichern Sie es woanders noch einmal.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/file_saving.py" />
   <source>Saved as {name}</source>
   <translation>Gespeichert als {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/file_saving.py" />
   <source>{name} is a folder.</source>
   <translation>{name} ist ein Ordner.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/gates/asking.py" />
   <source>Choose a gate</source>
   <translation>Hürde wählen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/gates/form.py" />
   <source>None in particular</source>
   <translation>Nirgends besonders</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/gates/lines.py" />
   <source>Take away {title}</source>
   <translation>{title} wegnehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help.py" />
   <source>All pages, with a search</source>
   <translation>Alle Seiten, mit einer Suche</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help.py" />
   <source>Contents of the guide</source>
   <translation>Inhalt der Anleitung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help.py" />
   <source>Formula, rows and certainty of each</source>
   <translation>Formel, Zeilen und Sicherheit jeder Zahl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help.py" />
   <source>this page</source>
   <translation>diese Seite</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help_page.py" />
   <source>Page of the guide</source>
   <translation>Seite der Anleitung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help_window.py" />
   <source>Found</source>
   <translation>Gefunden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help_window.py" />
   <source>No page speaks of that.</source>
   <translation>Keine Seite spricht davon.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help_window.py" />
   <source>Pages</source>
   <translation>Seiten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help_window.py" />
   <source>Pages of the guide</source>
   <translation>Seiten der Anleitung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help_window.py" />
   <source>Search the guide</source>
   <translation>Anleitung durchsuchen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help_window.py" />
   <source>Tidemill help</source>
   <translation>Hilfe zu Tidemill</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/help_window.py" />
   <source>{title} – Tidemill help</source>
   <translation>{title} – Hilfe zu Tidemill</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/main_window.py" />
   <source>Add the tables of a folder</source>
   <translation>Tabellen eines Ordners hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/main_window.py" />
   <source>Can't be opened</source>
   <translation>Kann nicht geöffnet werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/main_window.py" />
   <source>It may belong to a newer version.</source>
   <translation>Er gehört vielleicht zu einer neueren Version.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/main_window.py" />
   <source>No workspace is open</source>
   <translation>Kein Arbeitsbereich ist offen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/main_window.py" />
   <source>Opening…</source>
   <translation>Wird geöffnet…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/main_window.py" />
   <source>There is no place {address}.</source>
   <translation>Es gibt keinen Ort {address}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/main_window.py" />
   <source>{name} – Tidemill</source>
   <translation>{name} – Tidemill</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/notices.py" />
   <source>Roll back to v{back}</source>
   <translation>Auf v{back} zurücknehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/notices.py" />
   <source>Shown beside the clock.</source>
   <translation>Gezeigt neben der Uhr.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/notices.py" />
   <source>Shown by the desktop's notification service.</source>
   <translation>Gezeigt vom Benachrichtigungsdienst des Desktops.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/notices.py" />
   <source>Snooze for a day</source>
   <translation>Für einen Tag zurückstellen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/notices.py" />
   <source>This system has no place for notices: the window tells.</source>
   <translation>Dieses System hat keinen Platz für Meldungen: das Fenster sagt sie.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/notices.py" />
   <source>Tidemill: a test</source>
   <translation>Tidemill: eine Probe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/notices.py" />
   <source>What Tidemill finds is told here while the window is not looked at.</source>
   <translation>Was Tidemill findet, wird hier gesagt, während niemand auf das Fenster sieht.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/notices.py" />
   <source>new incidents</source>
   <translation>neue Vorfälle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/notices.py" />
   <source>new notices</source>
   <translation>neue Meldungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/numbers_sheet.py" />
   <source>No number that could be explained is in sight here.</source>
   <translation>Hier ist keine Zahl zu sehen, die sich erklären ließe.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/numbers_sheet.py" />
   <source>Numbers on {place}</source>
   <translation>Zahlen auf {place}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/numbers_sheet.py" />
   <source>What each means, by which formula, from which rows, and how sure it is.</source>
   <translation>Was jede bedeutet, nach welcher Formel, aus welchen Zeilen, und wie sicher sie ist.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/palette.py" />
   <source>Nothing is called “{strip}”</source>
   <translation>Nichts heißt „{strip}“</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/palette.py" />
   <source>Type &gt; for commands only</source>
   <translation>Mit &gt; nur Befehle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/palette.py" />
   <source>What was found</source>
   <translation>Was gefunden wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/rail.py" />
   <source>Current place</source>
   <translation>Aktueller Ort</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/rail.py" />
   <source>Places</source>
   <translation>Orte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/rail.py" />
   <source>Search or run…</source>
   <translation>Suchen oder ausführen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/rail.py" />
   <source>Workspace {name}, {where}</source>
   <translation>Arbeitsbereich {name}, {where}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/about.py" />
   <source>A package</source>
   <translation>Ein Paket</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/about.py" />
   <source>Keeps tabular models alive, on your computer or your team's own database. It sends nothing anywhere by itself.</source>
   <translation>Hält Tabellenmodelle lebendig, auf Ihrem Rechner oder in der eigenen Datenbank Ihres Teams. Es sendet von selbst nirgendwohin etwas.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/about.py" />
   <source>Licences</source>
   <translation>Lizenzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/about.py" />
   <source>Reading what is installed</source>
   <translation>Es wird gelesen, was installiert ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/about.py" />
   <source>Text of the licence</source>
   <translation>Text der Lizenz</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/about.py" />
   <source>This package brings no text of its licence along.</source>
   <translation>Dieses Paket bringt keinen Text seiner Lizenz mit.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/about.py" />
   <source>Tidemill {version__}</source>
   <translation>Tidemill {version__}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/about.py" />
   <source>{n} packages, by what each says of itself</source>
   <translation>{n} Pakete, nach dem, was jedes von sich sagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source> They are for members to change.</source>
   <translation> Ändern können sie Mitglieder.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>Begins as</source>
   <translation>Beginnt als</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>Default gates</source>
   <translation>Hürden als Vorgabe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>Make a set</source>
   <translation>Satz anlegen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>Name of a new set</source>
   <translation>Name eines neuen Satzes</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>Name of a new set of gates</source>
   <translation>Name eines neuen Satzes von Hürden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>Sets of gates</source>
   <translation>Sätze von Hürden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>Taken back: {sentence}</source>
   <translation>Zurückgenommen: {sentence}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>What a candidate has to pass before it may be promoted, as lists with a name.</source>
   <translation>Was ein Kandidat nehmen muss, bevor er befördert werden darf, als Listen mit einem Namen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>What candidates pass where no other set was chosen for their model</source>
   <translation>Was Kandidaten nehmen müssen, wo für ihr Modell kein anderer Satz gewählt ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>begins as</source>
   <translation>beginnt als</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>{name} has one gate less.</source>
   <translation>{name} hat eine Hürde weniger.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>{name} has one gate more.</source>
   <translation>{name} hat eine Hürde mehr.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>{name} has other limits now.</source>
   <translation>{name} hat jetzt andere Grenzen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>{name} is gone.</source>
   <translation>{name} ist gelöscht.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>{name} is made.</source>
   <translation>{name} ist angelegt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>{name} is the default now.</source>
   <translation>{name} ist jetzt die Vorgabe.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/part.py" />
   <source>{words}. For an approver to choose.</source>
   <translation>{words}. Das wählt, wer freigeben darf.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/set_card.py" />
   <source>Default</source>
   <translation>Vorgabe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/set_card.py" />
   <source>Delete the set</source>
   <translation>Den Satz löschen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/set_card.py" />
   <source>Delete the set {name}</source>
   <translation>Den Satz {name} löschen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/set_card.py" />
   <source>Gates of {name}</source>
   <translation>Hürden von {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/set_card.py" />
   <source>Models pass it, or it is the default: let another take its place first</source>
   <translation>Modelle müssen ihn nehmen, oder er ist die Vorgabe: erst muss ein anderer an seine Stelle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/set_card.py" />
   <source>The standard set stays as it is; make a set of your own of it.</source>
   <translation>Der Satz „standard“ bleibt, wie er ist; legen Sie nach ihm einen eigenen an.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/set_card.py" />
   <source>{n_gates}, passed by no model</source>
   <translation>{n_gates}, gilt für kein Modell</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/set_card.py" />
   <source>{n_gates}, passed by {named}</source>
   <translation>{n_gates}, gilt für {named}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/gates/set_card.py" />
   <source>{named} and {more} more</source>
   <translation>{named} und {more} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/part.py" />
   <source>Find a key by name or by what is pressed</source>
   <translation>Eine Taste nach Namen finden, oder nach dem, was gedrückt wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/part.py" />
   <source>No key is called so</source>
   <translation>Keine Taste heißt so</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/part.py" />
   <source>{told} is {titles} now.</source>
   <translation>{told} ist jetzt {titles}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/part.py" />
   <source>{told} stays what it is: {title}. Press others.</source>
   <translation>{told} bleibt, was es ist: {title}. Drücken Sie andere.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/part.py" />
   <source>{told} would get in the way of {titles}.</source>
   <translation>{told} käme {titles} in die Quere.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/recorder.py" />
   <source>Change the keys</source>
   <translation>Tasten ändern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/recorder.py" />
   <source>Keys for {title}: {told}</source>
   <translation>Tasten für {title}: {told}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/recorder.py" />
   <source>Press the new keys</source>
   <translation>Drücken Sie die neuen Tasten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/row.py" />
   <source>Back to {usual}</source>
   <translation>Zurück zu {usual}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/row.py" />
   <source>Everywhere</source>
   <translation>Überall</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/row.py" />
   <source>Everywhere, unless nothing is there for it</source>
   <translation>Überall, wo sonst nichts dafür da ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/row.py" />
   <source>Use it here</source>
   <translation>Hier benutzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/keys/row.py" />
   <source>Usual keys of {title}</source>
   <translation>Übliche Tasten von {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Address of the server</source>
   <translation>Adresse des Servers</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Everything into a folder</source>
   <translation>Alles in einen Ordner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Folder, new or empty</source>
   <translation>Ordner, neu oder leer</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>People, data, runs, models, decisions, automations, monitoring, settings: as Parquet, JSON and plain files that pandas and DuckDB read. It comes back in without loss.</source>
   <translation>Personen, Daten, Läufe, Modelle, Entscheidungen, Automatiken, Überwachung, Einstellungen: als Parquet, JSON und einfache Dateien, die pandas und DuckDB lesen. Es kommt ohne Verlust wieder herein.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Python that has MLflow</source>
   <translation>Python, das MLflow hat</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Rows of datasets as plain Parquet, too</source>
   <translation>Auch Zeilen von Datensätzen als einfaches Parquet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Runs and models to MLflow</source>
   <translation>Läufe und Modelle nach MLflow</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Runs with every point, files and tags, and versions of models with their aliases, written by MLflow's own client. Again, and only what is new comes.</source>
   <translation>Läufe mit jedem Punkt, Dateien und Schlagwörtern, und Versionen von Modellen mit ihren Aliasnamen, geschrieben von MLflows eigenem Client. Noch einmal, und nur Neues kommt dazu.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Say which folder.</source>
   <translation>Sagen Sie, welcher Ordner.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Send runs and models</source>
   <translation>Läufe und Modelle senden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Tidemill's own</source>
   <translation>Das von Tidemill</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/leaving.py" />
   <source>Write everything</source>
   <translation>Alles schreiben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Answer scripts that log to MLflow</source>
   <translation>Skripten antworten, die nach MLflow schreiben</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Answer without a window</source>
   <translation>Auch ohne Fenster antworten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Ask for none</source>
   <translation>Keinen verlangen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Beyond this computer a token is always asked for</source>
   <translation>Über diesen Rechner hinaus wird immer ein Schlüssel verlangt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Copy the lines</source>
   <translation>Zeilen kopieren</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Else it ends a little after the last window of this workspace is closed</source>
   <translation>Sonst endet es kurz nachdem das letzte Fenster dieses Arbeitsbereichs geschlossen ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>From {first_port} to {last_port}; MLflow's own is {port}</source>
   <translation>Von {first_port} bis {last_port}; der von MLflow ist {port}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Make a token</source>
   <translation>Schlüssel machen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>New token</source>
   <translation>Neuer Schlüssel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Not known yet</source>
   <translation>Noch nicht bekannt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Other computers too</source>
   <translation>Auch andere Rechner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Runs and models of unchanged scripts come into this workspace as they happen</source>
   <translation>Läufe und Modelle unveränderter Skripte kommen in diesen Arbeitsbereich, während sie laufen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Runs with every point, files and tags, models and their versions. The store is only read, and again only what is new comes.</source>
   <translation>Läufe mit jedem Punkt, Dateien und Schlagwörtern, Modelle und ihre Versionen. Der Speicher wird nur gelesen, und noch einmal kommt nur Neues.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Store of MLflow's</source>
   <translation>Speicher von MLflow</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Take over</source>
   <translation>Übernehmen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>Take over what MLflow kept</source>
   <translation>Übernehmen, was MLflow aufhob</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/part.py" />
   <source>What a script's surroundings must say</source>
   <translation>Was die Umgebung eines Skripts sagen muss</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/state.py" />
   <source>Copy it now: it is not told again</source>
   <translation>Kopieren Sie ihn jetzt: er wird nicht noch einmal gezeigt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/state.py" />
   <source>None is asked for</source>
   <translation>Keiner wird verlangt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/mlflow/state.py" />
   <source>One is asked for; it was told when it was made</source>
   <translation>Einer wird verlangt; er wurde gezeigt, als er gemacht wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Add channel</source>
   <translation>Kanal hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Chat or webhook</source>
   <translation>Chat oder Webhook</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Command</source>
   <translation>Befehl</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Encryption</source>
   <translation>Verschlüsselung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Gets a line of JSON for each notice, from this computer.</source>
   <translation>Bekommt von diesem Rechner für jede Meldung eine Zeile JSON.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Login</source>
   <translation>Anmeldename</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Mail</source>
   <translation>Mail</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Mail server</source>
   <translation>Mailserver</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Night shift</source>
   <translation>Nachtschicht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Not encrypted</source>
   <translation>Nicht verschlüsselt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Run on this computer, without a shell; it gets JSON on its standard input.</source>
   <translation>Auf diesem Rechner ausgeführt, ohne Shell; er bekommt JSON auf seiner Standardeingabe.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>Sent by your own mail server. The password goes into this computer's keyring.</source>
   <translation>Gesendet von Ihrem eigenen Mailserver. Das Passwort kommt in den Schlüsselbund dieses Rechners.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>What kind of channel</source>
   <translation>Was für ein Kanal</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/adding.py" />
   <source>notify-team --from tidemill</source>
   <translation>notify-team --from tidemill</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>A new address</source>
   <translation>Eine neue Adresse</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Another address</source>
   <translation>Eine andere Adresse</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Approvers</source>
   <translation>Freigebende</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>As the log and Activity call it</source>
   <translation>Wie das Protokoll und die Aktivität ihn nennen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>For</source>
   <translation>Für</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Kept in this computer's keyring, never in the workspace; Enter saves</source>
   <translation>Im Schlüsselbund dieses Rechners aufgehoben, nie im Arbeitsbereich; Enter speichert</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Name of the channel</source>
   <translation>Name des Kanals</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Of incidents this severe</source>
   <translation>Von Vorfällen dieser Schwere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Only what these people are to be told goes there</source>
   <translation>Nur was diesen Personen zu sagen ist, geht dorthin</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Remove this channel</source>
   <translation>Diesen Kanal entfernen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Tell by {name}</source>
   <translation>Sagen über {name}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Test</source>
   <translation>Probe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Warnings and worse</source>
   <translation>Warnungen und Schlimmeres</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>What comes then is told afterwards, but for what stopped serving</source>
   <translation>Was dann kommt, wird danach gesagt, außer was nicht mehr antwortet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>What it tells</source>
   <translation>Was er sagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>What waits is not sent; what was sent stays in the log</source>
   <translation>Was wartet, wird nicht gesendet; was gesendet wurde, bleibt im Protokoll</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>What {name} tells</source>
   <translation>Was {name} sagt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/channel_row.py" />
   <source>Whom it is for</source>
   <translation>Für wen er ist</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/kind_table.py" />
   <source>1 more channel</source>
   <translation>1 weiterer Kanal</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/kind_table.py" />
   <source>What {others} tell{said} is chosen below.</source>
   <translation>Was {others} sagt, wird unten gewählt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/kind_table.py" />
   <source>{n} more channels</source>
   <translation>{n} weitere Kanäle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/log.py" />
   <source>Nothing was sent yet.</source>
   <translation>Noch wurde nichts gesendet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/log.py" />
   <source>Retry</source>
   <translation>Wiederholen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/log.py" />
   <source>Send again</source>
   <translation>Noch einmal senden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/part.py" />
   <source>Add a channel</source>
   <translation>Kanal hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/part.py" />
   <source>Channels</source>
   <translation>Kanäle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/part.py" />
   <source>Nothing but Stopped serving in between</source>
   <translation>Dazwischen nichts außer Antwortet nicht mehr</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/part.py" />
   <source>Quiet hours of all channels</source>
   <translation>Ruhezeiten aller Kanäle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/part.py" />
   <source>Several notices to the same mail or chat within 10 minutes become one</source>
   <translation>Mehrere Meldungen an dieselbe Mail oder denselben Chat in 10 Minuten werden eine</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/part.py" />
   <source>Some channels have hours of their own; these are for all of them</source>
   <translation>Manche Kanäle haben eigene Stunden; diese gelten für alle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/part.py" />
   <source>What was sent</source>
   <translation>Was gesendet wurde</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>Critical only</source>
   <translation>Nur Kritisches</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>Left out</source>
   <translation>Weggelassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>Nothing was sent here yet</source>
   <translation>Hier wurde noch nichts gesendet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>Sent</source>
   <translation>Gesendet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>Sent by the computer {computer}</source>
   <translation>Gesendet vom Rechner {computer}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>Switched off</source>
   <translation>Ausgeschaltet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>The last try failed: {answer}</source>
   <translation>Der letzte Versuch misslang: {answer}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>Tried again {relative}</source>
   <translation>Neuer Versuch {relative}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>Waits</source>
   <translation>Wartet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>Working, last used {ended_at}</source>
   <translation>Arbeitet, zuletzt benutzt {ended_at}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>for approvers</source>
   <translation>für Freigebende</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>not from {quiet} to {quiet2}</source>
   <translation>nicht von {quiet} bis {quiet2}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/state.py" />
   <source>{words}; {failed} of the last {n} failed</source>
   <translation>{words}; {failed} der letzten {n} misslangen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/view_model.py" />
   <source>Back to defaults</source>
   <translation>Zurück zum Üblichen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/view_model.py" />
   <source>Removed {name}</source>
   <translation>{name} entfernt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/view_model.py" />
   <source>This window leaves the desktop's notices to others.</source>
   <translation>Dieses Fenster überlässt die Meldungen des Desktops anderen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/notifications/view_model.py" />
   <source>{strip} tells from now on</source>
   <translation>{strip} sagt von jetzt an</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/option_row.py" />
   <source>Not kept: it has to be {may_be}. It stays {said}.</source>
   <translation>Nicht behalten: es muss {may_be} sein. Es bleibt {said}.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/option_row.py" />
   <source>empty</source>
   <translation>leer</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/people.py" />
   <source> Roles are for an approver to give.</source>
   <translation> Rollen gibt, wer freigeben darf.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/people.py" />
   <source>Add a person</source>
   <translation>Person hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/people.py" />
   <source>Choose a role beside.</source>
   <translation>Wählen Sie daneben eine Rolle.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/people.py" />
   <source>Login name</source>
   <translation>Anmeldename</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/people.py" />
   <source>Login name of somebody new</source>
   <translation>Anmeldename einer neuen Person</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/people.py" />
   <source>Role of {display}</source>
   <translation>Rolle von {display}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/people.py" />
   <source>Viewers look, members work, approvers may promote past a failed gate and give roles.</source>
   <translation>Betrachter sehen an, Mitglieder arbeiten, Freigebende dürfen trotz gerissener Hürde befördern und Rollen geben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/people.py" />
   <source>{login} is here already.</source>
   <translation>{login} ist schon da.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/person.py" />
   <source>An approver may promote past a failed gate</source>
   <translation>Wer freigeben darf, kann trotz gerissener Hürde befördern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/person.py" />
   <source>Stands beside what you do; you sign in as {login}</source>
   <translation>Steht neben dem, was Sie tun; Sie melden sich als {login} an</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/person.py" />
   <source>Your name</source>
   <translation>Ihr Name</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/section_list.py" />
   <source>Find a setting</source>
   <translation>Einstellung finden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/section_list.py" />
   <source>No setting is called so</source>
   <translation>Keine Einstellung heißt so</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/section_list.py" />
   <source>Sections of the settings</source>
   <translation>Teile der Einstellungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/section_list.py" />
   <source>Shown</source>
   <translation>Gezeigt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>About and licences</source>
   <translation>Über Tidemill und Lizenzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>How much is done at once, and where, for all who work here.</source>
   <translation>Wie viel zugleich getan wird und wo, für alle, die hier arbeiten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>How the window looks, on this computer only.</source>
   <translation>Wie das Fenster aussieht, nur auf diesem Rechner.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>How words, numbers and dates are written, on this computer only.</source>
   <translation>Wie Wörter, Zahlen und Daten geschrieben werden, nur auf diesem Rechner.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Language and region</source>
   <translation>Sprache und Region</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Leaving</source>
   <translation>Weggehen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Nothing here holds you: all of it goes where other programs read it, and comes back.</source>
   <translation>Nichts hält Sie hier: alles geht dorthin, wo andere Programme es lesen, und kommt zurück.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Person and roles</source>
   <translation>Person und Rollen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Scripts that log to MLflow log here, unchanged.</source>
   <translation>Skripte, die nach MLflow schreiben, schreiben hierher, unverändert.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Services</source>
   <translation>Dienste</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Start at login</source>
   <translation>Bei der Anmeldung starten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Storage</source>
   <translation>Speicher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Updates</source>
   <translation>Aktualisierungen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>What can go</source>
   <translation>Was weg kann</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>What candidates have to pass, for all who work here.</source>
   <translation>Welche Hürden Kandidaten nehmen müssen, für alle, die hier arbeiten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>What is kept on disk, and for how long, for all who work here.</source>
   <translation>Was auf der Platte behalten wird und wie lange, für alle, die hier arbeiten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>What keys do, on this computer only.</source>
   <translation>Was Tasten tun, nur auf diesem Rechner.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>What reaches you, and how. Everything is in the notification centre either way.</source>
   <translation>Was Sie erreicht, und wie. Alles steht so oder so in den Benachrichtigungen.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>What services that answer others keep, for all who work here.</source>
   <translation>Was Dienste behalten, die anderen antworten, für alle, die hier arbeiten.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>What takes room</source>
   <translation>Was Platz braucht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Whether this program looks for a newer one, on this computer only. Usually it does not.</source>
   <translation>Ob dieses Programm nach einem neueren sieht, nur auf diesem Rechner. Gewöhnlich tut es das nicht.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Which Tidemill this is, and what it stands on.</source>
   <translation>Welches Tidemill das ist, und worauf es steht.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Who you are to your colleagues in this workspace.</source>
   <translation>Wer Sie für Ihre Kollegen in diesem Arbeitsbereich sind.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>Worker</source>
   <translation>Worker</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>approver member rights</source>
   <translation>freigabe mitglied rechte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>autostart systemd boot session</source>
   <translation>autostart systemd start sitzung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>colleagues team roles add viewer member approver</source>
   <translation>kollegen team rollen hinzufügen betrachter mitglied freigabe</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>limits bounds margin slices fair latency calibration add</source>
   <translation>Grenzen Grenzwerte Abstand Teilmengen fair Latenz Kalibrierung hinzufügen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>log deliveries failed retry</source>
   <translation>protokoll zustellung misslungen wiederholen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>mail webhook chat slack teams file command desktop test address</source>
   <translation>mail webhook chat slack teams datei befehl desktop probe adresse</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>me user</source>
   <translation>ich benutzer</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>mlflow address listen</source>
   <translation>mlflow adresse hören</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>mlflow background keep on</source>
   <translation>mlflow hintergrund anlassen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>mlflow host network loopback</source>
   <translation>mlflow rechner netz loopback</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>mlflow password secret authorization</source>
   <translation>mlflow passwort geheim anmeldung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>night silence pause</source>
   <translation>nacht ruhe pause</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>open source copyright packages version legal</source>
   <translation>quelloffen urheberrecht pakete version recht</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>size bytes disk space large models database logs</source>
   <translation>größe bytes platte platz groß modelle datenbank protokolle</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>standard set usual promote bounds</source>
   <translation>Standard Satz üblich befördern Grenzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>start running state</source>
   <translation>starten läuft zustand</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>stop resume everything automatic red</source>
   <translation>halt fortsetzen alles automatisch rot</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>tracking server interface endpoint uri</source>
   <translation>tracking server schnittstelle endpunkt uri</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>trash empty clean sweep free delete cache</source>
   <translation>papierkorb leeren aufräumen frei löschen zwischenspeicher</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sections.py" />
   <source>{group} key keyboard shortcut</source>
   <translation>{group} taste tastatur kürzel</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sheet.py" />
   <source>Saved as you change it</source>
   <translation>Gespeichert, während Sie ändern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/sheet.py" />
   <source>Settings: {title}</source>
   <translation>Einstellungen: {title}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>, {n_free} free on the disk</source>
   <translation>, {n_free} frei auf der Platte</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>Delete {size} for good</source>
   <translation>{size} endgültig löschen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>Free {size}</source>
   <translation>{size} frei machen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>Free {size}…</source>
   <translation>{size} frei machen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>How long things are kept</source>
   <translation>Wie lange etwas behalten wird</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>Nothing: all of it is in use.</source>
   <translation>Nichts: alles davon ist in Gebrauch.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>The files as they lie there, added up.</source>
   <translation>Die Dateien, wie sie dort liegen, zusammengezählt.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>Weighing what is on disk</source>
   <translation>Es wird gewogen, was auf der Platte liegt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>{n_bytes} are free now.</source>
   <translation>{n_bytes} sind jetzt frei.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>{n_bytes} in all{free}</source>
   <translation>{n_bytes} insgesamt{free}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/storage.py" />
   <source>{title}: free {size}</source>
   <translation>{title}: {size} frei machen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/worker.py" />
   <source>Keep quiet</source>
   <translation>Ruhe halten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/worker.py" />
   <source>Looking what the worker does</source>
   <translation>Es wird nachgesehen, was der Worker tut</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/worker.py" />
   <source>Nothing starts by itself until somebody resumes; what is asked for by hand goes on</source>
   <translation>Nichts startet von selbst, bis jemand es fortsetzt; was von Hand verlangt wird, läuft weiter</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/worker.py" />
   <source>Paused by {by}: {reason}</source>
   <translation>Angehalten von {by}: {reason}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/worker.py" />
   <source>Resume everything</source>
   <translation>Alles fortsetzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/worker.py" />
   <source>The system starts the worker of this workspace with your session</source>
   <translation>Das System startet den Worker dieses Arbeitsbereichs mit Ihrer Sitzung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/settings/worker.py" />
   <source>Why everything pauses</source>
   <translation>Warum alles anhält</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shared_sheet.py" />
   <source>It lies in a PostgreSQL database. Whoever made it knows its URL.</source>
   <translation>Er liegt in einer PostgreSQL-Datenbank. Wer ihn angelegt hat, kennt seine URL.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shared_sheet.py" />
   <source>Only where your computer does not know it already. It is not kept.</source>
   <translation>Nur, wo Ihr Rechner es nicht schon kennt. Es wird nicht aufgehoben.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shared_sheet.py" />
   <source>Open a shared workspace</source>
   <translation>Geteilten Arbeitsbereich öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/sheets.py" />
   <source>A key after G is a place; alone it acts on what is chosen.</source>
   <translation>Eine Taste nach G ist ein Ort; allein wirkt sie auf das Gewählte.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/sheets.py" />
   <source>Change keys…</source>
   <translation>Tasten ändern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/sheets.py" />
   <source>Save as Markdown…</source>
   <translation>Als Markdown speichern…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/sheets.py" />
   <source>Save the keys</source>
   <translation>Tasten speichern</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Add data from a database…</source>
   <translation>Daten aus einer Datenbank hinzufügen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Add the tables of a folder…</source>
   <translation>Tabellen eines Ordners hinzufügen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Channels and notices…</source>
   <translation>Kanäle und Meldungen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Follow the system's theme</source>
   <translation>Den Farben des Systems folgen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>New workspace…</source>
   <translation>Neuer Arbeitsbereich…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Open a shared workspace…</source>
   <translation>Geteilten Arbeitsbereich öffnen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Open a workspace…</source>
   <translation>Arbeitsbereich öffnen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Run heavy jobs now, in spite of quiet hours</source>
   <translation>Schwere Aufträge jetzt ausführen, trotz Ruhezeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Settings…</source>
   <translation>Einstellungen…</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Use the dark theme</source>
   <translation>Dunkle Farben benutzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Use the light theme</source>
   <translation>Helle Farben benutzen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/shell_commands.py" />
   <source>Who is told of incidents, and how</source>
   <translation>Wem Vorfälle gesagt werden, und wie</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/standing.py" />
   <source>Opening the workspace</source>
   <translation>Der Arbeitsbereich wird geöffnet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/status_bar.py" />
   <source>No folders watched</source>
   <translation>Keine Ordner beobachtet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/status_bar.py" />
   <source>Progress of the demo</source>
   <translation>Fortschritt der Vorführung</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/status_bar.py" />
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/status_bar.py" />
   <source>Status bar</source>
   <translation>Statusleiste</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/status_bar.py" />
   <source>Store {n_bytes}</source>
   <translation>Speicher {n_bytes}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/status_bar.py" />
   <source>folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/status_bar.py" />
   <source>folders</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/status_bar.py" />
   <source>{folders} watched</source>
   <translation>{folders} beobachtet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/status_bar.py" />
   <source>{n} queued</source>
   <translation>{n} in der Schlange</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/top_bar.py" />
   <source>Unfold the inspector</source>
   <translation>Inspektor ausklappen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/tray.py" />
   <source>Open Tidemill</source>
   <translation>Tidemill öffnen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/tray.py" />
   <source>Quit window</source>
   <translation>Fenster beenden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/tray.py" />
   <source>Run now, in spite of quiet hours</source>
   <translation>Jetzt ausführen, trotz Ruhezeit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/tray.py" />
   <source>The worker stays</source>
   <translation>Der Worker bleibt</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/tray.py" />
   <source>Tidemill: {words}</source>
   <translation>Tidemill: {words}</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/updates.py" />
   <source>Read about it</source>
   <translation>Darüber lesen</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/updates.py" />
   <source>Tidemill {version} is there.</source>
   <translation>Tidemill {version} ist da.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/watching.py" />
   <source>, and {integer} more</source>
   <translation>, und {integer} weitere</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/watching.py" />
   <source>Everything is paused</source>
   <translation>Alles ist angehalten</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/watching.py" />
   <source>Nothing to do</source>
   <translation>Nichts zu tun</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/watching.py" />
   <source>The workspace can't be read</source>
   <translation>Der Arbeitsbereich kann nicht gelesen werden</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/watching.py" />
   <source>Worker is starting</source>
   <translation>Der Worker startet</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/watching.py" />
   <source>Worker ready</source>
   <translation>Der Worker ist bereit</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/watching.py" />
   <source>Worker running</source>
   <translation>Der Worker läuft</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/work_hours.py" />
   <source>Everything automatic goes on.</source>
   <translation>Alles Automatische geht weiter.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/work_hours.py" />
   <source>Heavy jobs go on until the quiet hours end.</source>
   <translation>Schwere Aufträge gehen weiter, bis die Ruhezeit endet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/work_hours.py" />
   <source>Heavy jobs wait until the quiet hours end.</source>
   <translation>Schwere Aufträge warten, bis die Ruhezeit endet.</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/workspaces.py" />
   <source>New workspace</source>
   <translation>Neuer Arbeitsbereich</translation>
  </message>
  <message>
   <location filename="app/tidemill/gui/shell/workspaces.py" />
   <source>Open a workspace</source>
   <translation>Arbeitsbereich öffnen</translation>
  </message>
 </context>
</TS>
